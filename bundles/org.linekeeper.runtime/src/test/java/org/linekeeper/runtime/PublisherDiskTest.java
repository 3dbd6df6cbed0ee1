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
import org.linekeeper.api.event.LineStateChanged;

/** What outlives a restart, and what a disk that fails takes away. */
class PublisherDiskTest extends PublisherScene {
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
}
