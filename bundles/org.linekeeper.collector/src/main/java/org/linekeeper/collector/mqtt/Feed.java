// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.linekeeper.collector.Acks;
import org.linekeeper.schema.Ack;
import org.linekeeper.schema.Topic;
import org.linekeeper.schema.Topic.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what all devices say at a broker and tells them what is in the history. It connects again
 * for ever, after a random time of at most 1 s, then ever more up to 30 s, and subscribes each
 * time: a broker that was killed knows nothing of before.
 */
final class Feed implements Acks, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final String FILTER = Topic.PREFIX + "+/+/up/+";
    private static final long FIRST_PAUSE_MS = 1_000;
    private static final long LAST_PAUSE_MS = 30_000;
    private static final int MOST_ACKS = 100_000;

    private final Access access;
    private final RandomGenerator chance;
    private final Outbox outbox = new Outbox(MOST_ACKS);
    private final ScheduledThreadPoolExecutor executor;
    private BiConsumer<String, byte[]> ear = (topic, payload) -> {};
    private Optional<Session> session = Optional.empty();
    private long pauseMs;
    private int window;
    private boolean saidDown;

    Feed(Access access, RandomGenerator chance) {
        this.access = access;
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

    /**
     * Begins to connect.
     *
     * @param listener hears topic and payload on any thread; must not wait
     */
    void start(BiConsumer<String, byte[]> listener) {
        post(
                () -> {
                    ear = listener;
                    connect();
                });
    }

    private void connect() {
        try {
            Session next = new Session(access, new Events(ear));
            session = Optional.of(next);
            next.connect(Options.of(access));
        } catch (MqttException | IOException | IllegalArgumentException e) {
            session.ifPresent(Session::close);
            down(Session.reason(e));
        }
    }

    private void down(String why) {
        session = Optional.empty();
        window = 0;
        if (!saidDown) {
            LOG.warn("No connection to the broker, tried again from now on: {}", why);
            saidDown = true;
        }
        pauseMs = Math.min(Math.max(FIRST_PAUSE_MS, pauseMs * 2), LAST_PAUSE_MS);
        executor.schedule(this::connect, chance.nextLong(pauseMs), TimeUnit.MILLISECONDS);
    }

    @Override
    public void acknowledged(String tenant, String device, Ack ack) {
        outbox.put(Channel.ACK.of(tenant, device).text(), ack.write());
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
        if (session.filter(open -> open == through).isPresent()) {
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
        private final BiConsumer<String, byte[]> listener;

        Events(BiConsumer<String, byte[]> listener) {
            this.listener = listener;
        }

        @Override
        public void up(Session from, int mostInFlight) {
            post(
                    () -> {
                        if (session.filter(open -> open == from).isPresent()) {
                            LOG.info("Connected to the broker.");
                            saidDown = false;
                            pauseMs = 0;
                            window = mostInFlight;
                            from.subscribe(FILTER);
                            publish();
                        }
                    });
        }

        @Override
        public void down(Session from, String why) {
            post(
                    () -> {
                        if (session.filter(open -> open == from).isPresent()) {
                            Feed.this.down(why);
                        }
                    });
        }

        @Override
        public void message(String topic, byte[] payload) {
            listener.accept(topic, payload);
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
