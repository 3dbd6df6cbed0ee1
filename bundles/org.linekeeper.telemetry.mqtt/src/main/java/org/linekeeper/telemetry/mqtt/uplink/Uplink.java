// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.linekeeper.mqtt.kit.Incoming;
import org.linekeeper.schema.Ack;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Desired;
import org.linekeeper.schema.Payload;
import org.linekeeper.schema.Topic.Channel;

/**
 * Decides what the device does towards its broker: an event comes in, actions come out. Nothing
 * here waits, reads a clock or touches a wire. For one thread at a time.
 */
public final class Uplink {
    private static final long DIAL_MS = 20_000;
    private static final long PUBACK_MS = 30_000;
    private static final long STEADY_MS = 5_000;
    private static final long LEAVE_MS = 700;
    private static final long STATE_MS = 6 * 3_600_000L;
    private static final long STATE_PAUSE_MS = 250;
    private static final long METRICS_MS = 300_000;
    private static final int MOST_WINDOW = 16;

    private final Topics topics;
    private final Upload upload;
    private final Facts facts;
    private final Pace pace;
    private final LongFunction<Instant> wall;
    private final Answers answers = new Answers();
    private final Counts counts = new Counts();
    private final Set<Long> underWay = new HashSet<>();
    private final Set<String> watched = new LinkedHashSet<>();

    private Phase phase = Phase.WAITING;
    private long link;
    private long token;
    private int window;
    private int failures;
    private boolean born;
    private long downSinceMs = -1;
    private long upSinceMs;
    private long deadlineMs;
    private long uploadAtMs;
    private long stateAtMs;
    private long metricsAtMs;
    private long birthToken;
    private boolean policyDue;
    private Optional<Connection> birth = Optional.empty();
    private boolean birthDue;

    private enum Phase {
        WAITING,
        DIALLING,
        SUBSCRIBING,
        UP,
        LEAVING,
        STOPPED
    }

    /**
     * An uplink that dials with its first tick.
     *
     * @param wall the wall clock's time at a moment of the clock that events come with
     */
    public Uplink(
            Topics topics,
            Backlog backlog,
            Facts facts,
            RandomGenerator chance,
            LongFunction<Instant> wall) {
        this.topics = topics;
        this.upload = new Upload(backlog);
        this.facts = facts;
        this.pace = new Pace(chance);
        this.wall = wall;
    }

    /** What has been counted so far. */
    public Counts counts() {
        return counts;
    }

    /** When a {@link Event.Tick} is due. */
    public long wakeAtMs() {
        return switch (phase) {
            case WAITING, DIALLING, SUBSCRIBING, LEAVING -> deadlineMs;
            case UP -> {
                long ack = underWay.isEmpty() ? Long.MAX_VALUE : deadlineMs;
                // Without room nothing is sent before something else has happened.
                long regular = hasRoom() ? Math.min(stateAtMs, metricsAtMs) : Long.MAX_VALUE;
                long batches = uploadAtMs > 0 ? uploadAtMs : upload.wakeAtMs();
                yield Math.min(Math.min(ack, regular), batches);
            }
            case STOPPED -> Long.MAX_VALUE;
        };
    }

    /** What follows from an event. */
    public List<Action> on(Event event, long nowMs) {
        List<Action> actions = new ArrayList<>();
        if (phase != Phase.STOPPED && !isStale(event)) {
            apply(event, nowMs, actions);
            pump(nowMs, actions);
        }
        return actions;
    }

    private boolean isStale(Event event) {
        return event instanceof Event.Up up && up.link() != link
                || event instanceof Event.Down down && down.link() != link
                || event instanceof Event.Subscribed done && done.link() != link
                || event instanceof Event.Published done && done.link() != link
                || event instanceof Event.Got got && got.link() != link;
    }

    private void apply(Event event, long nowMs, List<Action> actions) {
        if (event instanceof Event.Tick) {
            tick(nowMs, actions);
        } else if (event instanceof Event.Up up && phase == Phase.DIALLING) {
            window = Math.max(1, Math.min(MOST_WINDOW, up.window()));
            phase = Phase.SUBSCRIBING;
            deadlineMs = nowMs + DIAL_MS;
            actions.add(new Action.Subscribe(link, topics.filters()));
        } else if (event instanceof Event.Subscribed done && phase == Phase.SUBSCRIBING) {
            if (done.granted()) {
                begin(nowMs, actions);
            } else {
                fail(nowMs, actions);
            }
        } else if (event instanceof Event.Down) {
            fail(nowMs, actions);
        } else if (event instanceof Event.Published done) {
            published(done, nowMs, actions);
        } else if (event instanceof Event.Got got) {
            got(got.message(), nowMs, actions);
        } else if (event instanceof Event.Changed) {
            stateAtMs = Math.min(stateAtMs, nowMs + STATE_PAUSE_MS);
        } else if (event instanceof Event.PolicyChanged) {
            policyDue = true;
        } else if (event instanceof Event.Watch watch) {
            watch(watch.topic(), actions);
        } else if (event instanceof Event.Unwatch unwatch) {
            unwatch(unwatch.topic(), actions);
        } else if (event instanceof Event.Answered answer) {
            answers.add(answer);
        } else if (event instanceof Event.Stop) {
            stop(nowMs, actions);
        }
    }

    /** Also where it is watched already: who comes later is to get what the broker keeps. */
    private void watch(String topic, List<Action> actions) {
        watched.add(topic);
        if (phase == Phase.UP) {
            actions.add(new Action.Subscribe(link, List.of(topic)));
        }
    }

    private void unwatch(String topic, List<Action> actions) {
        if (watched.remove(topic) && phase == Phase.UP) {
            actions.add(new Action.Unsubscribe(topic));
        }
    }

    private void tick(long nowMs, List<Action> actions) {
        boolean late = nowMs >= deadlineMs;
        switch (phase) {
            case WAITING -> {
                if (late) {
                    dial(nowMs, actions);
                }
            }
            case DIALLING, SUBSCRIBING -> {
                if (late) {
                    fail(nowMs, actions);
                }
            }
            case LEAVING -> {
                if (late) {
                    leave(false, actions);
                }
            }
            case UP -> {
                if (late && !underWay.isEmpty()) {
                    fail(nowMs, actions);
                } else {
                    upload.tick(nowMs);
                }
            }
            case STOPPED -> {}
        }
    }

    private void dial(long nowMs, List<Action> actions) {
        link++;
        phase = Phase.DIALLING;
        deadlineMs = nowMs + DIAL_MS;
        Connection next = facts.birth(pace.session(), !born);
        birth = Optional.of(next);
        counts.dialled();
        actions.add(new Action.Dial(link, next.gone(Connection.WILL).write()));
    }

    private void begin(long nowMs, List<Action> actions) {
        phase = Phase.UP;
        // Apart from the others: a broker that refuses one of these is still good for the rest.
        watched.forEach(topic -> actions.add(new Action.Subscribe(link, List.of(topic))));
        upSinceMs = nowMs;
        born = true;
        birthDue = true;
        policyDue = true;
        stateAtMs = nowMs;
        metricsAtMs = nowMs + pace.around(METRICS_MS);
        underWay.clear();
        upload.restart();
        uploadAtMs = downSinceMs < 0 ? 0 : nowMs + pace.upload(nowMs - downSinceMs);
        counts.connected();
    }

    private void fail(long nowMs, List<Action> actions) {
        if (phase == Phase.WAITING) {
            return;
        }
        actions.add(new Action.HangUp(link, false));
        if (phase == Phase.LEAVING) {
            stopped(actions);
            return;
        }
        boolean steady = phase == Phase.UP && nowMs - upSinceMs >= STEADY_MS;
        downSinceMs = phase == Phase.UP || downSinceMs < 0 ? nowMs : downSinceMs;
        failures = steady ? 1 : failures + 1;
        phase = Phase.WAITING;
        underWay.clear();
        deadlineMs = nowMs + pace.retry(failures);
        counts.failed();
    }

    private void published(Event.Published done, long nowMs, List<Action> actions) {
        underWay.remove(done.token());
        deadlineMs = phase == Phase.UP ? nowMs + PUBACK_MS : deadlineMs;
        if (!done.taken()) {
            counts.refused();
        }
        if (phase == Phase.LEAVING && done.token() == birthToken) {
            leave(done.taken(), actions);
        }
    }

    private void got(Incoming message, long nowMs, List<Action> actions) {
        Optional<Channel> channel = topics.channel(message.topic());
        if (watched.contains(message.topic())) {
            actions.add(new Action.Deliver(message.topic(), message.payload()));
            return;
        }
        if (channel.isEmpty()) {
            counts.ignored();
            return;
        }
        try {
            String text = Payload.text(message.payload());
            switch (channel.get()) {
                case ACK -> upload.acknowledged(Ack.read(text), nowMs, wall.apply(nowMs));
                case CMD -> {
                    // A command is for now; one that a broker keeps would come again for ever.
                    if (message.retained()) {
                        counts.ignored();
                    } else {
                        command(Command.read(text), message.correlation(), actions);
                    }
                }
                case DESIRED -> actions.add(new Action.Adopt(Desired.read(text)));
                default -> counts.ignored();
            }
        } catch (BadMessage bad) {
            counts.ignored();
        }
    }

    private void command(Command command, Optional<byte[]> correlation, List<Action> actions) {
        if (answers.isNew(command.key(), correlation)) {
            actions.add(new Action.Obey(command, correlation));
        }
    }

    /** Sends what is due, as far as there is room. */
    private void pump(long nowMs, List<Action> actions) {
        if (phase != Phase.UP) {
            return;
        }
        if (birthDue) {
            birthDue = false;
            birthToken = token + 1;
            send(Channel.CONN, birth.orElseThrow().write(), Optional.empty(), nowMs, actions);
        }
        while (hasRoom()) {
            Optional<Event.Answered> answer = answers.next();
            if (answer.isEmpty()) {
                break;
            }
            send(
                    Channel.RESP,
                    answer.get().response().write(),
                    answer.get().correlation(),
                    nowMs,
                    actions);
        }
        if (policyDue && hasRoom()) {
            policyDue = false;
            facts.policy()
                    .ifPresent(
                            text -> send(Channel.POLICY, text, Optional.empty(), nowMs, actions));
        }
        if (nowMs >= stateAtMs && hasRoom()) {
            stateAtMs = nowMs + pace.around(STATE_MS);
            send(Channel.STATE, facts.state(), Optional.empty(), nowMs, actions);
        }
        if (nowMs >= metricsAtMs) {
            metricsAtMs = nowMs + pace.around(METRICS_MS);
            actions.add(
                    new Action.Publish(
                            link, 0, Channel.METRICS, facts.metrics(), Optional.empty()));
        }
        pumpTransitions(nowMs, actions);
    }

    private void pumpTransitions(long nowMs, List<Action> actions) {
        if (nowMs < uploadAtMs) {
            return;
        }
        uploadAtMs = 0;
        Optional<String> batch = hasRoom() ? upload.next(nowMs) : Optional.empty();
        while (batch.isPresent()) {
            send(Channel.EV, batch.get(), Optional.empty(), nowMs, actions);
            batch = hasRoom() ? upload.next(nowMs) : Optional.empty();
        }
    }

    private boolean hasRoom() {
        return underWay.size() < window;
    }

    private void send(
            Channel channel,
            String text,
            Optional<byte[]> correlation,
            long nowMs,
            List<Action> actions) {
        token++;
        if (underWay.isEmpty() && phase == Phase.UP) {
            deadlineMs = nowMs + PUBACK_MS;
        }
        underWay.add(token);
        counts.sent(channel);
        actions.add(new Action.Publish(link, token, channel, text, correlation));
    }

    private void stop(long nowMs, List<Action> actions) {
        if (phase == Phase.UP) {
            uploadAtMs = 0;
            pump(nowMs, actions);
            phase = Phase.LEAVING;
            deadlineMs = nowMs + LEAVE_MS;
            birthToken = token + 1;
            Connection last = facts.birth(birth.orElseThrow().session(), false);
            String farewell = last.gone("shutdown").write();
            send(Channel.CONN, farewell, Optional.empty(), nowMs, actions);
        } else if (phase != Phase.LEAVING) {
            if (phase != Phase.WAITING) {
                actions.add(new Action.HangUp(link, false));
            }
            stopped(actions);
        }
    }

    /** Where the broker has not heard our farewell, its will says that we are gone. */
    private void leave(boolean heard, List<Action> actions) {
        actions.add(new Action.HangUp(link, heard));
        stopped(actions);
    }

    private void stopped(List<Action> actions) {
        phase = Phase.STOPPED;
        actions.add(new Action.Stopped());
    }
}
