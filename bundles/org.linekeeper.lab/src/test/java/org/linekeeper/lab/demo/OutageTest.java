// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.schema.Transition;

class OutageTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private final List<String> out = new ArrayList<>();
    private final Roll roll = new Roll(Set.of("one", "two"), out::add);
    private long seq;

    /** Phones that do at once what a plug makes them do, as far as a test lets them. */
    private final class Phones implements Drill {
        private final List<String> moving;
        private final List<String> returning;

        Phones(List<String> moving, List<String> returning) {
            this.moving = moving;
            this.returning = returning;
        }

        @Override
        public List<Plug> plugs() {
            return List.of();
        }

        @Override
        public void pull(String name) {
            roll.told("one", to("on_primary", "switching"));
            roll.told("two", to("on_primary", "switching"));
            moving.forEach(phone -> roll.told(phone, to("switching", "on_backup")));
        }

        @Override
        public void plugIn(String name) {
            returning.forEach(phone -> roll.told(phone, to("on_backup", "on_primary")));
        }
    }

    private Transition to(String from, String to) {
        seq++;
        return new Transition(
                seq,
                Instant.now(),
                seq,
                "unknown",
                1,
                from,
                to,
                "registered",
                Optional.of("pbx"),
                Optional.empty(),
                Optional.empty());
    }

    private Outage.Result run(Drill drill) throws InterruptedException {
        roll.told("one", to("registering", "on_primary"));
        roll.told("two", to("registering", "on_primary"));
        roll.told("stranger", to("registering", "on_primary"));
        return new Outage(roll, drill, "primary", SHORT).run();
    }

    @Test
    void allMovedAndReturned() throws InterruptedException {
        List<String> both = List.of("one", "two");
        Outage.Result result = run(new Phones(both, both));
        assertThat(result.good()).isTrue();
        assertThat(result.line())
                .matches(
                        "\\{\"phones\":2,\"without_service\":0,"
                                + "\"p50_ms\":\\d+,\"p99_ms\":\\d+}");
        assertThat(out).hasSize(8);
        assertThat(out.get(0))
                .endsWith(
                        "\"device\":\"one\",\"line\":1,\"from\":\"registering\","
                                + "\"to\":\"on_primary\",\"why\":\"registered\",\"server\":\"pbx\"}");
        roll.told("one", to("on_primary", "unregistered"));
        assertThat(out).hasSize(8);
    }

    @Test
    void aPhoneThatNobodyServesIsCounted() throws InterruptedException {
        Outage.Result result = run(new Phones(List.of("one"), List.of("one", "two")));
        assertThat(result.good()).isFalse();
        assertThat(result.line()).startsWith("{\"phones\":2,\"without_service\":1,");
    }

    @Test
    void aPhoneThatDoesNotReturnIsNoGoodEnd() throws InterruptedException {
        Outage.Result result = run(new Phones(List.of("one", "two"), List.of("two")));
        assertThat(result.good()).isFalse();
        assertThat(result.line()).startsWith("{\"phones\":2,\"without_service\":0,");
    }

    /** Phones tell whole milliseconds, so a quick one seems to move before the plug was pulled. */
    @Test
    void aClockThatIsBehindCountsAsAtOnce() {
        roll.told("one", to("switching", "on_backup"));
        assertThat(roll.arrivals(Instant.now().plusSeconds(5), "on_backup")).containsExactly(0L);
    }

    @Test
    void percentilesAreNearestRanks() {
        List<Long> hundred = LongStream.rangeClosed(1, 100).boxed().toList();
        assertThat(Outage.percentile(hundred, 50)).isEqualTo(50);
        assertThat(Outage.percentile(hundred, 99)).isEqualTo(99);
        assertThat(Outage.percentile(List.of(7L), 99)).isEqualTo(7);
        assertThat(Outage.percentile(List.of(), 50)).isZero();
    }
}
