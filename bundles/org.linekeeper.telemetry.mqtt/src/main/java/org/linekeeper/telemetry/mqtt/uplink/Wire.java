// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.linekeeper.mqtt.kit.Dialer;
import org.linekeeper.mqtt.kit.Incoming;
import org.linekeeper.mqtt.kit.Link;
import org.linekeeper.mqtt.kit.Outgoing;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Desired;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Topic.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what an {@link Uplink} decides, on one thread. What comes in is bounded: more than there is
 * room for is counted and dropped. No method but {@link #close} waits.
 */
public final class Wire implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
    private static final int MOST_WAITING = 64;
    private static final int MOST_WAITING_BYTES = 1 << 20;
    private static final long CLOSE_MS = 1000;
    private static final Duration METRICS_EXPIRY = Duration.ofSeconds(600);

    private final Uplink uplink;
    private final Topics topics;
    private final Dialer dialer;
    private final Servant servant;
    private final LongSupplier clockMs;
    private final ScheduledThreadPoolExecutor executor;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger waitingBytes = new AtomicInteger();
    private final AtomicBoolean grown = new AtomicBoolean();
    private final AtomicBoolean changed = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Optional<Link> link = Optional.empty();
    private Optional<Future<?>> tick = Optional.empty();
    private boolean saidDown;
    private boolean saidRefused;

    /** Does what the fleet's servers ask for; called on the uplink's thread, must not wait. */
    public interface Servant {
        /** Carries out a command. */
        Response obey(Command command);

        /** Brings about what is desired; empty if it is no news. */
        Optional<Response> adopt(Desired desired);

        /** Takes what came on a topic that is watched. */
        void deliver(String topic, byte[] payload);
    }

    /** A wire at rest. */
    public Wire(
            Uplink uplink, Topics topics, Dialer dialer, Servant servant, LongSupplier clockMs) {
        this.uplink = uplink;
        this.topics = topics;
        this.dialer = dialer;
        this.servant = servant;
        this.clockMs = clockMs;
        this.executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "lk-uplink");
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Begins to connect. */
    public void start() {
        post(new Event.Tick());
    }

    /** The journal has more. */
    public void grown() {
        if (grown.compareAndSet(false, true)) {
            post(new Event.Grown());
        }
    }

    /** A line's state has changed. */
    public void changed() {
        if (changed.compareAndSet(false, true)) {
            post(new Event.Changed());
        }
    }

    /** Another policy decides. */
    public void policyChanged() {
        post(new Event.PolicyChanged());
    }

    /** From now on, and over all connections, what comes on this topic is delivered. */
    public void watch(String topic) {
        post(new Event.Watch(topic));
    }

    /** No longer. */
    public void unwatch(String topic) {
        post(new Event.Unwatch(topic));
    }

    private void post(Event event) {
        try {
            executor.execute(() -> step(event));
        } catch (RejectedExecutionException stoppedAlready) {
            LOG.debug("too late for {}", event);
        }
    }

    private void step(Event event) {
        if (event instanceof Event.Grown) {
            grown.set(false);
        } else if (event instanceof Event.Changed) {
            changed.set(false);
        }
        say(event);
        try {
            uplink.on(event, clockMs.getAsLong()).forEach(this::perform);
        } catch (RuntimeException bug) {
            LOG.error("MQTT goes on after a fault", bug);
        }
        tick.ifPresent(old -> old.cancel(false));
        long wakeAt = uplink.wakeAtMs();
        tick =
                wakeAt == Long.MAX_VALUE
                        ? Optional.empty()
                        : Optional.of(
                                executor.schedule(
                                        () -> step(new Event.Tick()),
                                        Math.max(1, wakeAt - clockMs.getAsLong()),
                                        TimeUnit.MILLISECONDS));
    }

    /** What a person is to know, each once until it is otherwise. */
    private void say(Event event) {
        if (event instanceof Event.Subscribed done) {
            if (!done.granted()) {
                LOG.warn("MQTT: the broker does not let {} subscribe", topics.device());
            }
        } else if (event instanceof Event.Up) {
            LOG.info("MQTT: connected");
            saidDown = false;
        } else if (event instanceof Event.Down down && !saidDown) {
            LOG.warn("MQTT: no connection, tried again from now on: {}", down.why());
            saidDown = true;
        } else if (event instanceof Event.Published done && !done.taken() && !saidRefused) {
            LOG.warn("MQTT: the broker refuses what {} publishes", topics.device());
            saidRefused = true;
        }
    }

    private void perform(Action action) {
        if (action instanceof Action.Dial dial) {
            Outgoing will = outgoing(Channel.CONN, dial.will(), Optional.empty());
            link = Optional.of(dialer.dial(Optional.of(will), new Ear(dial.link())));
        } else if (action instanceof Action.Subscribe to) {
            link.orElseThrow()
                    .subscribe(to.filters(), done -> post(new Event.Subscribed(to.link(), done)));
        } else if (action instanceof Action.Unsubscribe from) {
            link.orElseThrow().unsubscribe(from.filter());
        } else if (action instanceof Action.Deliver deliver) {
            servant.deliver(deliver.topic(), deliver.payload());
        } else if (action instanceof Action.Publish publish) {
            link.orElseThrow()
                    .publish(
                            outgoing(publish.channel(), publish.text(), publish.correlation()),
                            done ->
                                    post(
                                            new Event.Published(
                                                    publish.link(), publish.token(), done)));
        } else if (action instanceof Action.HangUp end) {
            link.ifPresent(open -> open.close(end.farewell()));
            link = Optional.empty();
        } else if (action instanceof Action.Obey obey) {
            post(new Event.Answered(servant.obey(obey.command()), obey.correlation()));
        } else if (action instanceof Action.Adopt adopt) {
            servant.adopt(adopt.desired())
                    .ifPresent(answer -> post(new Event.Answered(answer, Optional.empty())));
        } else if (action instanceof Action.Stopped) {
            stopped.countDown();
        }
    }

    private Outgoing outgoing(Channel channel, String text, Optional<byte[]> correlation) {
        return new Outgoing(
                topics.text(channel),
                text.getBytes(StandardCharsets.UTF_8),
                channel.qos(),
                channel.retained(),
                channel == Channel.METRICS ? Optional.of(METRICS_EXPIRY) : Optional.empty(),
                correlation);
    }

    /** Says farewell, in bounded time. */
    @Override
    public void close() throws InterruptedException {
        post(new Event.Stop());
        if (!stopped.await(CLOSE_MS, TimeUnit.MILLISECONDS)) {
            LOG.debug("stopped without a farewell");
        }
        executor.shutdownNow();
    }

    /** Hears of one connection. */
    private final class Ear implements Dialer.Listener {
        private final long name;

        Ear(long name) {
            this.name = name;
        }

        @Override
        public void up(int window) {
            post(new Event.Up(name, window));
        }

        @Override
        public void down(String why) {
            post(new Event.Down(name, why));
        }

        @Override
        public void message(Incoming message) {
            int bytes = message.payload().length;
            boolean room =
                    waiting.incrementAndGet() <= MOST_WAITING
                            & waitingBytes.addAndGet(bytes) <= MOST_WAITING_BYTES;
            if (!room) {
                done(bytes);
                uplink.counts().dropped();
                return;
            }
            try {
                executor.execute(
                        () -> {
                            done(bytes);
                            step(new Event.Got(name, message));
                        });
            } catch (RejectedExecutionException stoppedAlready) {
                done(bytes);
            }
        }

        private void done(int bytes) {
            waiting.decrementAndGet();
            waitingBytes.addAndGet(-bytes);
        }
    }
}
