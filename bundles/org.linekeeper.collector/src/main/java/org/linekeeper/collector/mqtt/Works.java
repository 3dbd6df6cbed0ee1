// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import org.linekeeper.collector.Collector;
import org.linekeeper.collector.Limits;
import org.linekeeper.collector.Outlets;
import org.linekeeper.collector.Reach;
import org.linekeeper.collector.ReadingRoom;
import org.linekeeper.collector.fleet.CollectorHealth;
import org.linekeeper.collector.fleet.FleetListener;
import org.linekeeper.collector.fleet.FleetPhones;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.mqtt.kit.Broker;
import org.linekeeper.mqtt.kit.Manner;
import org.linekeeper.mqtt.kit.PahoDialer;
import org.linekeeper.schema.Payload;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A collector at work, from its beginning to its end, and what others get of it. */
final class Works implements AutoCloseable {
    private static final Manner MANNER =
            new Manner(Duration.ofSeconds(30), Duration.ofHours(1), 1_000, Payload.MAX_BYTES);
    private static final long ANSWER_MS = 15_000;
    private static final long STEADY_MS = 5_000;

    private final Feed feed;
    private final Collector collector;
    private final Asking phones;
    private final ReadingRoom room;
    private final List<ServiceRegistration<?>> offered = new ArrayList<>();

    /** Begins; neither the broker nor the database has to be there. */
    Works(Settings settings, Broker broker, FleetListener listener, BundleContext context) {
        Reach brokers = new Reach(broker.place(), System::currentTimeMillis);
        Reach databases = new Reach(settings.kind(), System::currentTimeMillis);
        room = new ReadingRoom(settings.database());
        feed =
                new Feed(
                        new PahoDialer(broker, MANNER),
                        brokers,
                        settings.tenant(),
                        context.getBundle().getVersion().toString(),
                        new SplittableRandom(),
                        ANSWER_MS,
                        STEADY_MS);
        collector =
                Collector.start(
                        room.forWriting(),
                        new Outlets(feed, listener),
                        databases,
                        Limits.USUAL,
                        System::currentTimeMillis);
        phones =
                new Asking(
                        feed::send,
                        Executors.newSingleThreadScheduledExecutor(
                                task -> {
                                    Thread thread = new Thread(task, "linekeeper-asking");
                                    thread.setDaemon(true);
                                    return thread;
                                }));
        offer(context, FleetStore.class, room.store());
        offer(context, Shelf.class, room.shelf());
        offer(context, FleetPhones.class, phones);
        offer(context, CollectorHealth.class, new Health(brokers, databases, collector));
        feed.start(this::heard);
    }

    private <T> void offer(BundleContext context, Class<T> type, T service) {
        offered.add(context.registerService(type, service, null));
    }

    private void heard(String topic, byte[] payload, boolean retained) {
        collector.offer(topic, payload, retained);
        phones.heard(topic, payload, retained);
    }

    /** Done when broker and database have been tried once, however that ended. */
    CompletionStage<Void> tried() {
        return feed.firstTry().thenAcceptBoth(collector.firstTry(), (heard, opened) -> {});
    }

    /** Writes what was taken on, and goes. */
    @Override
    public void close() {
        offered.forEach(ServiceRegistration::unregister);
        collector.close();
        phones.close();
        feed.close();
        room.close();
    }
}
