// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.fleet.FleetLink;
import org.linekeeper.api.fleet.PolicyStanding;
import org.linekeeper.schema.PolicyName;
import org.linekeeper.telemetry.mqtt.uplink.Topics;

class FleetDeskTest {
    private static final String RING = "lk/1/acme/ring/canary/policy";
    private static final byte[] BLOB = "policy".getBytes(StandardCharsets.UTF_8);

    /** SHA-256 of {@link #BLOB}, by sha256sum. */
    private static final String HASH =
            "823412d1eacb67956220e532959f0104603057c88704863ca38e7cd188fda812";

    private final List<String> asked = new ArrayList<>();
    private final FleetDesk desk =
            new FleetDesk(new Topics("acme", "phone-1"), new Asked(), Duration.ofMillis(200));

    /** Keeps what is asked of the wire. */
    private final class Asked implements FleetDesk.Wiring {
        @Override
        public void watch(String topic) {
            asked.add("+" + topic);
        }

        @Override
        public void unwatch(String topic) {
            asked.add("-" + topic);
        }

        @Override
        public void policyChanged() {
            asked.add("policy");
        }
    }

    @Test
    void aRingIsWatchedUntilTheLastWatchIsClosed() {
        List<byte[]> first = new ArrayList<>();
        List<byte[]> second = new ArrayList<>();
        FleetLink.Watch one = desk.watchRing("canary", first::add);
        FleetLink.Watch two = desk.watchRing("canary", second::add);
        desk.deliver(RING, BLOB);
        one.close();
        one.close();
        desk.deliver(RING, BLOB);
        two.close();
        desk.deliver(RING, BLOB);

        assertThat(first).hasSize(1);
        assertThat(second).hasSize(2);
        assertThat(asked).containsExactly("+" + RING, "+" + RING, "-" + RING);
    }

    @Test
    void aRingThatCannotStandInATopicIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk.watchRing("+", bytes -> {}))
                .withMessageContaining("ring");
        assertThat(asked).isEmpty();
    }

    @Test
    void aListenerThatThrowsDoesNotKeepTheNextFromHearing() {
        List<byte[]> heard = new ArrayList<>();
        desk.watchRing(
                "canary",
                bytes -> {
                    throw new IllegalStateException("mine");
                });
        desk.watchRing("canary", heard::add);
        desk.deliver(RING, BLOB);
        assertThat(heard).hasSize(1);
    }

    @Test
    void onlyWhatFitsItsHashIsFetched() {
        CompletableFuture<byte[]> fetched = desk.fetch(HASH, 100).toCompletableFuture();
        String topic = "lk/1/acme/blob/" + HASH;
        desk.deliver(topic, new byte[] {1});
        assertThat(fetched).isNotDone();
        desk.deliver(topic, BLOB);
        assertThat(fetched).isCompletedWithValue(BLOB);
        assertThat(asked).containsExactly("+" + topic, "-" + topic);
    }

    @Test
    void whatIsLargerThanWantedIsNotFetchedAndTheWaitEnds() {
        CompletableFuture<byte[]> fetched = desk.fetch(HASH, BLOB.length - 1).toCompletableFuture();
        desk.deliver("lk/1/acme/blob/" + HASH, BLOB);
        assertThat(fetched)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(TimeoutException.class);
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatIsReportedOfThePolicyIsTold() {
        PolicyName name = new PolicyName("standard", "1.0");
        assertThat(desk.standing(name).slot()).isEmpty();
        desk.report(
                new PolicyStanding(
                        Optional.of("b"), true, 7, List.of("bad/3"), Optional.of("installed")));
        assertThat(asked).containsExactly("policy");
        assertThat(desk.standing(name).write())
                .contains("\"slot\":\"b\"", "\"trial\":true", "\"floor\":7", "bad/3");
    }
}
