// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.linekeeper.api.fleet.FleetLink;
import org.linekeeper.api.fleet.PolicyStanding;
import org.linekeeper.schema.PolicyName;
import org.linekeeper.schema.PolicyReport;
import org.linekeeper.schema.Topic;
import org.linekeeper.telemetry.mqtt.uplink.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what comes on watched topics to those who watch them. */
final class FleetDesk implements FleetLink {
    private static final Logger LOG = LoggerFactory.getLogger(FleetDesk.class);
    private static final int MOST_BLOB_BYTES = 256 << 10;

    private final Topics topics;
    private final Wiring wiring;
    private final Duration patience;
    private final Map<String, List<Consumer<byte[]>>> watches = new ConcurrentHashMap<>();
    private volatile PolicyStanding standing = PolicyStanding.BUILT_IN;

    /** The wire's side of it. */
    interface Wiring {
        /** Subscribes to a topic, now and after each connect. */
        void watch(String topic);

        /** No longer. */
        void unwatch(String topic);

        /** What is said of the policy has changed. */
        void policyChanged();
    }

    /**
     * A desk that nobody uses yet.
     *
     * @param patience how long a fetch may take
     */
    FleetDesk(Topics topics, Wiring wiring, Duration patience) {
        this.topics = topics;
        this.wiring = wiring;
        this.patience = patience;
    }

    @Override
    public String tenant() {
        return topics.tenant();
    }

    @Override
    public String device() {
        return topics.device();
    }

    @Override
    public Watch watchRing(String ring, Consumer<byte[]> listener) {
        return watch(new Topic.OfRing(topics.tenant(), ring).text(), listener);
    }

    private Watch watch(String topic, Consumer<byte[]> listener) {
        // Of this watch alone, also where a listener watches twice.
        Consumer<byte[]> own = listener::accept;
        watches.compute(
                topic,
                (any, known) -> {
                    List<Consumer<byte[]>> all =
                            known == null ? new CopyOnWriteArrayList<>() : known;
                    all.add(own);
                    // Also for the second one: subscribing again brings what is kept once more.
                    wiring.watch(topic);
                    return all;
                });
        return () ->
                watches.computeIfPresent(
                        topic,
                        (any, all) -> {
                            if (!all.remove(own) || !all.isEmpty()) {
                                return all;
                            }
                            wiring.unwatch(topic);
                            return null;
                        });
    }

    @Override
    public CompletionStage<byte[]> fetch(String sha256, int mostBytes) {
        if (mostBytes < 1 || mostBytes > MOST_BLOB_BYTES) {
            throw new IllegalArgumentException("mostBytes is not in 1..262144: " + mostBytes);
        }
        String topic = new Topic.OfBlob(topics.tenant(), sha256).text();
        CompletableFuture<byte[]> fetched = new CompletableFuture<>();
        Watch watch =
                watch(
                        topic,
                        bytes -> {
                            if (bytes.length <= mostBytes && hash(bytes).equals(sha256)) {
                                fetched.complete(bytes);
                            }
                        });
        return fetched.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((bytes, late) -> watch.close());
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException bug) {
            throw new IllegalStateException(bug);
        }
    }

    @Override
    public void report(PolicyStanding next) {
        standing = next;
        wiring.policyChanged();
    }

    /** {@code up/policy} of a policy by this name. */
    PolicyReport standing(PolicyName name) {
        PolicyStanding now = standing;
        return new PolicyReport(
                name, now.slot(), now.trial(), now.floor(), now.barred(), now.why());
    }

    /** Something came on a topic that is, or was, watched. */
    void deliver(String topic, byte[] payload) {
        for (Consumer<byte[]> each : Optional.ofNullable(watches.get(topic)).orElse(List.of())) {
            try {
                each.accept(payload);
            } catch (RuntimeException bug) {
                LOG.error("who watches {} failed", topic, bug);
            }
        }
    }
}
