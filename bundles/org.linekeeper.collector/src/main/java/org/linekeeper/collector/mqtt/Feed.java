// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.linekeeper.collector.Acks;
import org.linekeeper.mqtt.kit.Dialer;
import org.linekeeper.mqtt.kit.Incoming;
import org.linekeeper.mqtt.kit.Link;
import org.linekeeper.mqtt.kit.Outgoing;
import org.linekeeper.mqtt.kit.Trouble;
import org.linekeeper.schema.Ack;
import org.linekeeper.schema.Topic;
import org.linekeeper.schema.Topic.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what devices say at a broker and tells them what is in the history. It connects again for
 * ever, after a random time of at most 1 s, then ever more up to 30 s until a connection has
 * lasted, and subscribes each time: a broker that was killed knows nothing of before. Says once
 * that the broker is away, and once that it is back.
 */
final class Feed implements Acks, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final long FIRST_PAUSE_MS = 1_000;
    private static final long LAST_PAUSE_MS = 30_000;
    private static final int MOST_ACKS = 100_000;

    private final Dialer dialer;
    private final String place;
    private final String filter;
    private final RandomGenerator chance;
    private final long answerMs;
    private final long steadyMs;
    private final Outbox outbox = new Outbox(MOST_ACKS);
    private final ScheduledThreadPoolExecutor executor;
    private final CompletableFuture<Boolean> firstTry = new CompletableFuture<>();
    private Listener ear = (topic, payload, retained) -> {};
    private Optional<Link> link = Optional.empty();
    private long number;
    private long pauseMs;
    private int window;
    private boolean subscribed;
    private boolean saidDown;
    private boolean saidRefused;

    /**
     * Does nothing yet.
     *
     * @param place where the broker is, for people
     * @param tenant whose devices; empty = all
     * @param answerMs how long a broker may take to let us in
     * @param steadyMs how long a subscription lasts that is not one of two that end each other
     */
    Feed(
            Dialer dialer,
            String place,
            Optional<String> tenant,
            RandomGenerator chance,
            long answerMs,
            long steadyMs) {
        this.dialer = dialer;
        this.place = place;
        this.answerMs = answerMs;
        this.steadyMs = steadyMs;
        this.filter = Topic.PREFIX + tenant.orElse("+") + "/+/up/+";
        this.chance = chance;
        this.executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "linekeeper-feed");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Hears of messages on any thread; must not wait. */
    @FunctionalInterface
    interface Listener {
        /** Retained: the broker had kept it, whoever said it may be gone. */
        void message(String topic, byte[] payload, boolean retained);
    }

    /** Begins to connect. */
    void start(Listener listener) {
        post(
                () -> {
                    ear = listener;
                    connect();
                });
    }

    /** Whether the first try ended in a subscription, as soon as that is known. */
    CompletionStage<Boolean> firstTry() {
        return firstTry;
    }

    private void connect() {
        number++;
        long begun = number;
        subscribed = false;
        window = 0;
        try {
            link = Optional.of(dialer.dial(Optional.empty(), new Events(begun, ear)));
            executor.schedule(() -> check(begun), answerMs, TimeUnit.MILLISECONDS);
        } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
            // The last two of an image that is not whole: said, not swallowed by the executor.
            down(Trouble.of(e));
        }
    }

    /** One that takes the connection and says nothing would be waited for without end. */
    private void check(long begun) {
        if (isOpen(begun) && !subscribed) {
            down("it does not answer");
        }
    }

    private boolean isOpen(long which) {
        return which == number && link.isPresent();
    }

    private void up(long from, int mostInFlight) {
        if (isOpen(from)) {
            window = mostInFlight;
            link.orElseThrow()
                    .subscribe(List.of(filter), granted -> post(() -> subscribed(from, granted)));
        }
    }

    /** A connection that is not subscribed is deaf, and ends. */
    private void subscribed(long from, boolean granted) {
        if (!isOpen(from)) {
            return;
        }
        if (!granted) {
            down("it refuses the subscription to " + filter);
            return;
        }
        LOG.info("Listens at the broker {}.", place);
        subscribed = true;
        saidDown = false;
        executor.schedule(() -> lasted(from), steadyMs, TimeUnit.MILLISECONDS);
        firstTry.complete(true);
        publish();
    }

    /** Two with one client id throw each other out: that must not go on each second for ever. */
    private void lasted(long begun) {
        if (isOpen(begun)) {
            pauseMs = 0;
        }
    }

    private void ended(long from, String why) {
        if (isOpen(from)) {
            down(why);
        }
    }

    private void down(String why) {
        link.ifPresent(open -> open.close(true));
        link = Optional.empty();
        if (!saidDown) {
            LOG.warn("No broker at {}, tried again from now on: {}", place, why);
            saidDown = true;
        }
        firstTry.complete(false);
        pauseMs = Math.min(Math.max(FIRST_PAUSE_MS, pauseMs * 2), LAST_PAUSE_MS);
        executor.schedule(this::connect, chance.nextLong(pauseMs), TimeUnit.MILLISECONDS);
    }

    @Override
    public void acknowledged(String tenant, String device, Ack ack) {
        outbox.put(Channel.ACK.of(tenant, device).text(), ack);
        post(this::publish);
    }

    private void publish() {
        while (link.isPresent() && window > 0) {
            Optional<Outbox.Letter> next = outbox.take();
            if (next.isEmpty()) {
                return;
            }
            window--;
            long through = number;
            Outbox.Letter letter = next.get();
            link.get()
                    .publish(
                            message(letter),
                            taken -> post(() -> published(through, letter.topic(), taken)));
        }
    }

    private static Outgoing message(Outbox.Letter letter) {
        return new Outgoing(
                letter.topic(),
                letter.text().getBytes(StandardCharsets.UTF_8),
                1,
                true,
                Optional.empty(),
                Optional.empty());
    }

    /** Done either way, as the device asks again. */
    private void published(long through, String topic, boolean taken) {
        if (isOpen(through)) {
            if (!taken && !saidRefused) {
                LOG.warn("The broker refuses {}.", topic);
                saidRefused = true;
            }
            window++;
            publish();
        }
    }

    private void post(Runnable step) {
        try {
            executor.execute(step);
        } catch (RejectedExecutionException closed) {
            LOG.debug("too late");
        }
    }

    /** Hears of one connection, and hands over. */
    private final class Events implements Dialer.Listener {
        private final long name;
        private final Listener listener;

        Events(long name, Listener listener) {
            this.name = name;
            this.listener = listener;
        }

        @Override
        public void up(int mostInFlight) {
            post(() -> Feed.this.up(name, mostInFlight));
        }

        @Override
        public void down(String why) {
            post(() -> ended(name, why));
        }

        @Override
        public void message(Incoming message) {
            listener.message(message.topic(), message.payload(), message.retained());
        }
    }

    /** Does not wait for the broker. */
    @Override
    public void close() {
        post(
                () -> {
                    link.ifPresent(open -> open.close(true));
                    link = Optional.empty();
                    executor.shutdownNow();
                });
    }
}
