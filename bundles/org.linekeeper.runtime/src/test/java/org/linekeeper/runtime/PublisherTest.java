// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;

class PublisherTest {
    @TempDir Path home;

    private final TestClock clock = new TestClock();
    private final HeldPool pool = new HeldPool();

    /** Keeps what it hears; durable if it has a name. */
    private static final class Ear implements LineListener {
        private final List<Long> heard = new ArrayList<>();
        private final Optional<String> name;

        Ear(Optional<String> name) {
            this.name = name;
        }

        @Override
        public void changed(LineStateChanged change) {
            heard.add(change.seq());
        }

        @Override
        public Optional<String> durableName() {
            return name;
        }
    }

    private static Ear ear() {
        return new Ear(Optional.empty());
    }

    private static Ear durable(String name) {
        return new Ear(Optional.of(name));
    }

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
    void theBoundHoldsOverARestart() throws IOException {
        Publisher before = open();
        publish(before, 1);
        before.close();
        LineStateChanged first = before.since(0).get(0);
        List<LineStateChanged> many = new ArrayList<>();
        for (int seq = 1; seq <= 10_500; seq++) {
            many.add(numbered(first, seq));
        }
        try (TransitionLog log = new TransitionLog(home.resolve("transitions.log"))) {
            log.rewrite(many);
        }
        Publisher nobody = open();
        assertThat(nobody.since(0)).hasSize(1_000);
        nobody.close();

        try (TransitionLog log = new TransitionLog(home.resolve("transitions.log"))) {
            log.rewrite(many);
        }
        String names = first.epoch() + "\t5\tmqtt\n";
        new AtomicFile(home.resolve("confirmed")).write(names);
        Publisher after = open();
        Ear mqtt = durable("mqtt");
        after.add(mqtt);
        assertThat(mqtt.heard).hasSize(10_000).startsWith(501L).endsWith(10_500L);
    }

    private static LineStateChanged numbered(LineStateChanged like, long seq) {
        return new LineStateChanged(
                like.epoch(),
                seq,
                like.at(),
                like.monoMs(),
                like.line(),
                like.from(),
                like.to(),
                like.why(),
                like.hop(),
                like.server());
    }

    @Test
    void aDurableListenerThatHasConfirmedNothingIsRememberedOverARestart() {
        Publisher before = open();
        before.add(durable("mqtt"));
        publish(before, 1_200);
        before.close();
        Publisher after = open();
        publish(after, 1);
        Ear mqtt = durable("mqtt");
        after.add(mqtt);
        assertThat(mqtt.heard).hasSize(1_201);
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

    @Test
    void withoutADirectoryEachStartIsAnEpochOfItsOwn() {
        Publisher first = new Publisher(clock, pool, Optional.empty(), new Random(7));
        publish(first, 1);
        first.confirm("mqtt", 1);
        first.close();
        clock.advanceMs(1_000);
        Publisher second = new Publisher(clock, pool, Optional.empty(), new Random(7));
        assertThat(second.lastSeq()).isZero();
        assertThat(second.epoch()).isGreaterThan(first.epoch());
    }

    @Test
    void aDamagedLogStartsAnEpochAboveTheOldOneAlsoWithTheClockSetBack() throws IOException {
        Publisher before = open();
        publish(before, 3);
        before.confirm("mqtt", 3);
        before.close();
        Path log = home.resolve("transitions.log");
        byte[] damaged = Files.readAllBytes(log);
        damaged[damaged.length - 20] ^= 1;
        Files.write(log, damaged);
        clock.setWall(Instant.parse("1970-01-01T00:00:00Z"));

        Publisher after = open();
        assertThat(after.lastSeq()).isZero();
        assertThat(after.epoch()).isGreaterThan(before.epoch());
        publish(after, 2);
        Ear mqtt = durable("mqtt");
        after.add(mqtt);
        assertThat(mqtt.heard).as("what was confirmed is of the old epoch").containsExactly(1L, 2L);
    }

    @Test
    void confirmationsThatCannotBeReadOfferEverythingAgain() throws IOException {
        Publisher before = open();
        publish(before, 2);
        before.confirm("mqtt", 2);
        before.close();
        Files.writeString(home.resolve("confirmed"), "nonsense");
        Publisher after = open();
        Ear mqtt = durable("mqtt");
        after.add(mqtt);
        assertThat(mqtt.heard).containsExactly(1L, 2L);
    }

    @Test
    void aDirectoryThatCannotBeWrittenStopsNobodyFromHearing() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "no directory");
        Publisher publisher = new Publisher(clock, pool, Optional.of(file), new Random(7));
        Ear ear = ear();
        publisher.add(ear);
        publish(publisher, 2);
        publisher.confirm("mqtt", 1);
        assertThat(ear.heard).containsExactly(1L, 2L);
        publisher.close();
    }

    @Test
    void aDiskThatFailsForAWhileLosesNothing() throws IOException {
        Publisher before = open();
        publish(before, 2);
        failDisk(before);
        publish(before, 2);
        Files.delete(home.resolve("transitions.log.new").resolve("full"));
        publish(before, 1);
        before.close();
        Publisher after = open();
        assertThat(after.epoch()).isEqualTo(before.epoch());
        assertThat(after.since(0))
                .extracting(LineStateChanged::seq)
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void afterADiskThatFailedToTheEndNoNumberIsGivenTwice() throws IOException {
        Publisher before = open();
        publish(before, 2);
        failDisk(before);
        publish(before, 2);
        before.close();
        Files.delete(home.resolve("transitions.log.new").resolve("full"));
        clock.advanceMs(5_000);
        Publisher after = open();
        assertThat(after.lastSeq()).isZero();
        assertThat(after.epoch()).isGreaterThan(before.epoch());
    }

    @Test
    void aLogThatCanBeReadButNotWrittenIsNotGoneOnWith() throws IOException {
        Publisher before = open();
        publish(before, 2);
        before.close();
        Files.createDirectories(home.resolve("transitions.log.new").resolve("full"));
        Publisher after = open();
        assertThat(after.lastSeq()).isZero();
        assertThat(after.epoch()).isGreaterThan(before.epoch());
    }

    @Test
    void aLogThatKnowsLessThanWasConfirmedIsNotGoneOnWith() throws IOException {
        Publisher before = open();
        publish(before, 5);
        before.confirm("mqtt", 2);
        Path old = Files.copy(home.resolve("transitions.log"), home.resolve("backup"));
        publish(before, 3);
        before.confirm("mqtt", 8);
        before.close();
        Files.move(old, home.resolve("transitions.log"), StandardCopyOption.REPLACE_EXISTING);
        Publisher after = open();
        assertThat(after.epoch()).isGreaterThan(before.epoch());
        assertThat(after.lastSeq()).isZero();
    }

    @Test
    void withoutALogTheEpochStillGrowsBeyondWhatWasConfirmed() throws IOException {
        Publisher before = open();
        publish(before, 1);
        before.confirm("mqtt", 1);
        before.close();
        Files.delete(home.resolve("transitions.log"));
        clock.setWall(Instant.EPOCH);
        assertThat(open().epoch()).isGreaterThan(before.epoch());
    }

    /** From now on appending fails, and writing anew, too. */
    private void failDisk(Publisher publisher) throws IOException {
        publisher.close();
        Files.createDirectories(home.resolve("transitions.log.new").resolve("full"));
    }

    private Publisher open() {
        return new Publisher(clock, pool, Optional.of(home), new Random(7));
    }

    private static void publish(Publisher publisher, int times) {
        for (int i = 0; i < times; i++) {
            publisher.publish(
                    1,
                    Status.ON_PRIMARY,
                    Status.ON_BACKUP,
                    Why.NO_ANSWER,
                    Optional.of(Examples.hop(1)),
                    "b.example",
                    Optional.empty());
        }
    }
}
