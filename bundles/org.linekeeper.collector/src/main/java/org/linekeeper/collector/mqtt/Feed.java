// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.io.IOException;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.linekeeper.collector.Acks;
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

    private final Login login;
    private final String filter;
    private final RandomGenerator chance;
    private final long answerMs;
    private final long steadyMs;
    private final Outbox outbox = new Outbox(MOST_ACKS);
    private final ScheduledThreadPoolExecutor executor;
    private final CompletableFuture<Boolean> firstTry = new CompletableFuture<>();
    private Listener ear = (topic, payload, retained) -> {};
    private Optional<Session> session = Optional.empty();
    private long pauseMs;
    private int window;
    private boolean subscribed;
    private boolean saidDown;

    /**
     * Does nothing yet.
     *
     * @param tenant whose devices; empty = all
     * @param answerMs how long a broker may take to let us in
     * @param steadyMs how long a subscription lasts that is not one of two that end each other
     */
    Feed(
            Login login,
            Optional<String> tenant,
            RandomGenerator chance,
            long answerMs,
            long steadyMs) {
        this.login = login;
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
        subscribed = false;
        window = 0;
        try {
            Session next = new Session(login.client(), new Events(ear));
            session = Optional.of(next);
            next.connect(login.options());
            executor.schedule(() -> check(next), answerMs, TimeUnit.MILLISECONDS);
        } catch (MqttException
                | IOException
                | RuntimeException
                | LinkageError
                | ServiceConfigurationError e) {
            // The last two of an image that is not whole: said, not swallowed by the executor.
            session.ifPresent(Session::close);
            down(Trouble.of(e));
        }
    }

    /** One that takes the connection and says nothing would be waited for without end. */
    private void check(Session begun) {
        if (isOpen(begun) && !subscribed) {
            begun.close();
            down("it does not answer");
        }
    }

    private boolean isOpen(Session which) {
        return session.filter(open -> open == which).isPresent();
    }

    private void up(Session from, int mostInFlight) {
        if (isOpen(from)) {
            window = mostInFlight;
            from.subscribe(filter);
        }
    }

    private void subscribed(Session from) {
        if (isOpen(from)) {
            LOG.info("Listens at the broker {}.", login.place());
            subscribed = true;
            saidDown = false;
            executor.schedule(() -> lasted(from), steadyMs, TimeUnit.MILLISECONDS);
            firstTry.complete(true);
            publish();
        }
    }

    /** Two with one client id throw each other out: that must not go on each second for ever. */
    private void lasted(Session begun) {
        if (isOpen(begun)) {
            pauseMs = 0;
        }
    }

    private void ended(Session from, String why) {
        if (isOpen(from)) {
            down(why);
        }
    }

    private void down(String why) {
        session = Optional.empty();
        if (!saidDown) {
            LOG.warn("No broker at {}, tried again from now on: {}", login.place(), why);
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
        while (session.isPresent() && window > 0) {
            Optional<Outbox.Letter> next = outbox.take();
            if (next.isEmpty()) {
                return;
            }
            window--;
            Session through = session.get();
            through.publish(next.get(), () -> post(() -> published(through)));
        }
    }

    private void published(Session through) {
        if (isOpen(through)) {
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

    /** From Paho's threads to ours. */
    private final class Events implements Session.Listener {
        private final Listener listener;

        Events(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void up(Session from, int mostInFlight) {
            post(() -> Feed.this.up(from, mostInFlight));
        }

        @Override
        public void subscribed(Session from) {
            post(() -> Feed.this.subscribed(from));
        }

        @Override
        public void down(Session from, String why) {
            post(() -> ended(from, why));
        }

        @Override
        public void message(String topic, byte[] payload, boolean retained) {
            listener.message(topic, payload, retained);
        }
    }

    /** Does not wait for the broker. */
    @Override
    public void close() {
        post(
                () -> {
                    session.ifPresent(Session::close);
                    session = Optional.empty();
                    executor.shutdownNow();
                });
    }
}
