// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.linekeeper.collector.Acks;
import org.linekeeper.collector.Reach;
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
 * that the broker is away, and once that it is back. On {@code srv/state} it tells devices that it
 * listens.
 */
final class Feed implements Acks, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final long FIRST_PAUSE_MS = 1_000;
    private static final long LAST_PAUSE_MS = 30_000;
    private static final int MOST_ACKS = 100_000;
    private static final int MOST_PARCELS = 1_000;
    private static final long FAREWELL_MS = 700;

    private final Dialer dialer;
    private final Reach reach;
    private final String filter;
    private final Herald herald;
    private final RandomGenerator chance;
    private final long answerMs;
    private final long steadyMs;
    private final Outbox outbox = new Outbox(MOST_ACKS);
    private final Deque<Parcel> parcels = new ArrayDeque<>();
    private final Set<String> refused = new HashSet<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ScheduledThreadPoolExecutor executor;
    private final CompletableFuture<Boolean> firstTry = new CompletableFuture<>();
    private Listener ear = (topic, payload, retained) -> {};
    private Optional<Link> link = Optional.empty();
    private long number;
    private long pauseMs;
    private int window;
    private boolean subscribed;
    private boolean saidDown;
    private boolean leaving;

    /**
     * Does nothing yet.
     *
     * @param reach told whether the broker is there
     * @param tenant whose devices; empty = all
     * @param answerMs how long a broker may take to let us in
     * @param steadyMs how long a subscription lasts that is not one of two that end each other
     */
    Feed(
            Dialer dialer,
            Reach reach,
            Optional<String> tenant,
            String version,
            RandomGenerator chance,
            long answerMs,
            long steadyMs) {
        this.dialer = dialer;
        this.reach = reach;
        this.herald = new Herald(tenant.orElse("default"), version, chance);
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

    /** Something that goes before all acknowledgements, and who wants to know whether it went. */
    private record Parcel(Outgoing message, Consumer<Boolean> done) {}

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
            link = Optional.of(dialer.dial(Optional.of(herald.will()), new Events(begun, ear)));
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
        LOG.info("Listens at the broker {}.", reach.way().place());
        reach.open();
        subscribed = true;
        saidDown = false;
        parcels.addFirst(new Parcel(herald.birth(), taken -> {}));
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
        subscribed = false;
        // What is on its way may have come; what is not has no way.
        parcels.forEach(each -> each.done().accept(false));
        parcels.clear();
        if (leaving) {
            leave(false);
            return;
        }
        if (!saidDown) {
            LOG.warn("No broker at {}, tried again from now on: {}", reach.way().place(), why);
            saidDown = true;
        }
        reach.away(why);
        firstTry.complete(false);
        pauseMs = Math.min(Math.max(FIRST_PAUSE_MS, pauseMs * 2), LAST_PAUSE_MS);
        executor.schedule(this::connect, chance.nextLong(pauseMs), TimeUnit.MILLISECONDS);
    }

    @Override
    public void acknowledged(String tenant, String device, Ack ack) {
        outbox.put(Channel.ACK.of(tenant, device).text(), ack);
        post(this::publish);
    }

    /** Sends something before all acknowledgements, if that can be at once or soon. */
    void send(Outgoing message, Consumer<Boolean> done) {
        try {
            executor.execute(
                    () -> {
                        if (link.isPresent() && subscribed && parcels.size() < MOST_PARCELS) {
                            parcels.add(new Parcel(message, done));
                            publish();
                        } else {
                            done.accept(false);
                        }
                    });
        } catch (RejectedExecutionException closed) {
            done.accept(false);
        }
    }

    private void publish() {
        while (link.isPresent() && subscribed && window > 0) {
            Optional<Parcel> next =
                    Optional.ofNullable(parcels.poll()).or(() -> outbox.take().map(Feed::parcel));
            if (next.isEmpty()) {
                return;
            }
            window--;
            long through = number;
            Parcel parcel = next.get();
            link.get()
                    .publish(
                            parcel.message(),
                            taken -> post(() -> published(through, parcel, taken)));
        }
    }

    /** Of an acknowledgement nobody has to know whether it went: the device asks again. */
    private static Parcel parcel(Outbox.Letter letter) {
        byte[] bytes = letter.text().getBytes(StandardCharsets.UTF_8);
        Optional<byte[]> none = Optional.empty();
        return new Parcel(
                new Outgoing(letter.topic(), bytes, 1, true, Optional.empty(), none), taken -> {});
    }

    private void published(long through, Parcel parcel, boolean taken) {
        parcel.done().accept(taken);
        if (isOpen(through)) {
            String topic = parcel.message().topic();
            // The same of each device is said once.
            if (!taken && refused.add(topic.substring(topic.lastIndexOf('/')))) {
                LOG.warn("The broker refuses {}.", topic);
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

    /** Says farewell, in bounded time; without one that was heard the will is said. */
    @Override
    public void close() {
        post(
                () -> {
                    leaving = true;
                    if (link.isEmpty() || !subscribed) {
                        leave(true);
                        return;
                    }
                    parcels.add(new Parcel(herald.farewell(), this::leave));
                    publish();
                    executor.schedule(() -> leave(false), FAREWELL_MS, TimeUnit.MILLISECONDS);
                });
        try {
            if (!ended.await(2 * FAREWELL_MS, TimeUnit.MILLISECONDS)) {
                LOG.debug("ended without a farewell");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave(boolean heard) {
        link.ifPresent(open -> open.close(heard));
        link = Optional.empty();
        executor.shutdownNow();
        ended.countDown();
    }
}
