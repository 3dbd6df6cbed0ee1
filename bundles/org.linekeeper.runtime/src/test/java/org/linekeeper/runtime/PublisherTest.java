// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.LineStateChanged;

class PublisherTest extends PublisherScene {
    @Test
    void numbersAreGivenInOrderWithoutGaps() {
        Publisher publisher = open();
        Ear first = ear();
        Ear second = ear();
        publisher.add(first);
        publisher.add(second);
        assertThat(publisher.lastSeq()).isZero();
        publish(publisher, 5);
        assertThat(first.heard).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(second.heard).isEqualTo(first.heard);
        assertThat(publisher.lastSeq()).isEqualTo(5);
        assertThat(publisher.epoch() >> 20).isEqualTo(clock.wallAt(0).getEpochSecond());
    }

    @Test
    void theNumberIsGivenAtOnceTheListenerHearsOffTheSwitchPath() {
        Publisher publisher = open();
        Ear ear = ear();
        publisher.add(ear);
        pool.hold();
        publish(publisher, 2);
        assertThat(publisher.lastSeq()).isEqualTo(2);
        assertThat(ear.heard).isEmpty();
        assertThat(publisher.since(0)).as("nobody sees what is not on the disk").isEmpty();
        pool.release();
        assertThat(ear.heard).containsExactly(1L, 2L);
        assertThat(publisher.since(0)).hasSize(2);
    }

    @Test
    void aListenerThatFailsTakesNothingFromTheOthers() {
        Publisher publisher = open();
        Ear ear = ear();
        publisher.add(
                change -> {
                    throw new IllegalStateException("a fault");
                });
        publisher.add(
                change -> {
                    throw new NoClassDefFoundError("gone");
                });
        publisher.add(
                new LineListener() {
                    @Override
                    public void changed(LineStateChanged change) {}

                    @Override
                    public Optional<String> durableName() {
                        throw new IllegalStateException("a fault");
                    }
                });
        publisher.add(ear);
        publish(publisher, 2);
        assertThat(ear.heard).containsExactly(1L, 2L);
    }

    @Test
    void aListenerHearsFromItsComingToItsGoing() {
        Publisher publisher = open();
        Ear ear = ear();
        publish(publisher, 1);
        publisher.add(ear);
        publish(publisher, 1);
        publisher.remove(ear);
        publish(publisher, 1);
        assertThat(ear.heard).containsExactly(2L);
    }

    @Test
    void aDurableListenerIsOfferedWhatItHasNotConfirmedAndNothingElse() {
        Publisher before = open();
        before.add(durable("mqtt"));
        publish(before, 5);
        before.confirm("mqtt", 3);
        before.close();

        Publisher after = open();
        assertThat(after.epoch()).isEqualTo(before.epoch());
        assertThat(after.lastSeq()).isEqualTo(5);
        Ear mqtt = durable("mqtt");
        Ear console = ear();
        after.add(mqtt);
        after.add(console);
        publish(after, 1);
        assertThat(mqtt.heard).containsExactly(4L, 5L, 6L);
        assertThat(console.heard).containsExactly(6L);
    }

    @Test
    void offersAndNewOnesDoNotOvertakeEachOther() {
        Publisher publisher = open();
        publish(publisher, 2);
        Ear mqtt = durable("mqtt");
        pool.hold();
        publish(publisher, 1);
        publisher.add(mqtt);
        publish(publisher, 1);
        pool.release();
        assertThat(mqtt.heard).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void confirmationsOnlyGrowAndNeverBeyondWhatThereIs() {
        Publisher before = open();
        publish(before, 3);
        before.confirm("mqtt", 3);
        before.confirm("mqtt", 1);
        before.confirm("other", 1_000_000);
        publish(before, 2);
        before.close();
        Publisher after = open();
        Ear mqtt = durable("mqtt");
        Ear other = durable("other");
        after.add(mqtt);
        after.add(other);
        assertThat(mqtt.heard).containsExactly(4L, 5L);
        assertThat(other.heard).containsExactly(4L, 5L);
    }

    @Test
    void sinceGivesTheNewerOnesOldestFirst() {
        Publisher publisher = open();
        publish(publisher, 4);
        assertThat(publisher.since(2)).extracting(LineStateChanged::seq).containsExactly(3L, 4L);
        assertThat(publisher.since(4)).isEmpty();
        assertThat(publisher.since(99)).isEmpty();
    }

    @Test
    void aThousandAreKeptForWhoeverAsks() {
        Publisher publisher = new Publisher(clock, pool, Optional.empty(), new Random(7));
        publish(publisher, 1_500);
        assertThat(publisher.since(0)).hasSize(1_000);
        assertThat(publisher.since(0).get(0).seq()).isEqualTo(501);
    }

    /** Ten thousand for a durable one; then the oldest go, and the numbers say so. */
    @Test
    void atTheBoundTheGapShowsInTheNumbers() {
        Publisher publisher = new Publisher(clock, pool, Optional.empty(), new Random(7));
        publisher.add(durable("mqtt"));
        publish(publisher, 10_500);
        assertThat(publisher.since(0)).hasSize(10_000);
        assertThat(publisher.since(0).get(0).seq()).isEqualTo(501);
        Ear again = durable("mqtt");
        publisher.add(again);
        assertThat(again.heard).hasSize(10_000).startsWith(501L).endsWith(10_500L);
        publisher.confirm("mqtt", 10_500);
        assertThat(publisher.since(0)).hasSize(1_000);
    }

    @Test
    void whenNobodyTakesThemTenThousandWaitAndTheOthersAreAGap() {
        Publisher publisher = new Publisher(clock, pool, Optional.empty(), new Random(7));
        Ear ear = ear();
        publisher.add(ear);
        pool.hold();
        publish(publisher, 10_003);
        Ear late = durable("late");
        publisher.add(late);
        pool.release();
        publish(publisher, 1);
        assertThat(ear.heard).hasSize(10_001).endsWith(10_000L, 10_004L);
        assertThat(late.heard).as("a listener is never refused").endsWith(10_004L);
    }
}
