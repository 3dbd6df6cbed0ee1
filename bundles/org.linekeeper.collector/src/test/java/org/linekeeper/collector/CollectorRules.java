// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Topic.Channel;

/** What a collector promises on any database. */
abstract class CollectorRules extends RetainedRules {
    @Test
    void whatIsAcknowledgedIsInTheHistory() throws Exception {
        try (Desk desk = desk()) {
            desk.say("a", Phones.batch(3, 1, 32));
            desk.say("a", Phones.batch(3, 33, 40));
            desk.awaitAck("a", 3, 40);
            desk.isWhole("a", 3, 40);
            assertThat(desk.collector().counts().stored()).isEqualTo(40);
            assertThat(
                            desk.texts(
                                    "SELECT from_state || to_state || why || server || policy ||"
                                            + " tq || line || mono FROM lk_history WHERE seq = 2"))
                    .containsExactly(
                            "on_backupon_primaryno_answerb.pbx.examplestandard/1.0.0ntp12");
        }
    }

    @Test
    void aReplayIsOnceInTheHistoryAndIsAcknowledgedAgain() throws Exception {
        try (Desk desk = desk()) {
            desk.say("a", Phones.batch(3, 1, 32));
            desk.awaitAck("a", 3, 32);
            desk.say("a", Phones.batch(3, 1, 32));
            desk.say("a", Phones.batch(3, 20, 40));
            desk.awaitAck("a", 3, 40);
            desk.isWhole("a", 3, 40);
            desk.awaitDrops(Drop.DUPLICATE, 32 + 13);
        }
    }

    @Test
    void whatComesTooEarlyWaitsAndTheDeviceIsToldWhere() throws Exception {
        try (Desk desk = desk()) {
            desk.say("a", Phones.batch(3, 33, 64));
            desk.say("a", Phones.batch(3, 97, 100));
            desk.awaitAck("a", 3, 0);
            desk.say("a", Phones.batch(3, 1, 32));
            desk.awaitAck("a", 3, 64);
            desk.say("a", Phones.batch(3, 65, 96));
            desk.awaitAck("a", 3, 100);
            desk.isWhole("a", 3, 100);
        }
    }

    @Test
    void whatIsFarAheadIsLeftToTheDevice() throws Exception {
        Limits few = new Limits(9, 9, 99, 1 << 20, 9, 1 << 20, 9, 100, 10);
        try (Desk desk = new Desk(database(), few)) {
            desk.say("a", Phones.batch(3, 101, 101));
            desk.awaitDrops(Drop.AHEAD, 1);
            desk.awaitAck("a", 3, 0);
            desk.say("a", Phones.batch(3, 50, 69));
            desk.awaitDrops(Drop.AHEAD, 11);
            for (long next = 1; next < 101; next += 20) {
                desk.say("a", Phones.batch(3, next, next + 19));
            }
            desk.awaitAck("a", 3, 100);
            desk.isWhole("a", 3, 100);
        }
    }

    @Test
    void aGapIsARow() throws Exception {
        try (Desk desk = desk()) {
            desk.say("a", Phones.gap(3, 1, 100));
            desk.say("a", Phones.batch(3, 101, 102));
            desk.awaitAck("a", 3, 102);
            // Of these the first five have come all the same.
            desk.say("a", Phones.gap(3, 98, 110));
            desk.awaitAck("a", 3, 110);
            assertThat(desk.history("a", 3))
                    .containsExactly(
                            "epoch 0 0",
                            "gap 1 100",
                            "transition 101 101",
                            "transition 102 102",
                            "gap 103 110");
        }
    }

    @Test
    void anEpochBeginsAnewAndIsARow() throws Exception {
        try (Desk desk = desk()) {
            desk.say("a", Phones.batch(3, 1, 2));
            desk.say("a", Phones.batch(4, 1, 3));
            desk.awaitAck("a", 4, 3);
            // What is left of the old one still counts.
            desk.say("a", Phones.batch(3, 3, 4));
            desk.awaitAck("a", 3, 4);
            desk.isWhole("a", 3, 4);
            desk.isWhole("a", 4, 3);
        }
    }

    @Test
    void aRestartForgetsNothing() throws Exception {
        try (Desk desk = desk()) {
            desk.say("a", Phones.batch(3, 1, 32));
            desk.awaitAck("a", 3, 32);
            desk.collector().close();
            desk.startAgain();
            desk.say("a", Phones.batch(3, 20, 40));
            desk.awaitAck("a", 3, 40);
            desk.isWhole("a", 3, 40);
        }
    }

    @Test
    void aDeviceThatIsBornIsToldWhereItStands() throws Exception {
        try (Desk desk = desk()) {
            desk.offer(Phones.topic("a", Channel.CONN), Phones.birth("s1", 3).write());
            desk.awaitAck("a", 3, 0);
            desk.say("a", Phones.batch(3, 1, 7));
            desk.awaitAck("a", 3, 7);
            desk.collector().close();
            desk.startAgain();
            desk.offer(Phones.topic("a", Channel.CONN), Phones.birth("s2", 3).write());
            desk.awaitAck("a", 3, 7);
        }
    }

    @Test
    void theLatestIsKeptAndAWillOfAnOlderSessionIsNot() throws Exception {
        try (Desk desk = desk()) {
            String conn = Phones.topic("a", Channel.CONN);
            String state = Phones.topic("a", Channel.STATE);
            desk.offer(conn, Phones.birth("s1", 3).write());
            desk.offer(conn, Phones.birth("s2", 3).write());
            desk.offer(conn, Phones.birth("s1", 3).gone("lwt").write());
            desk.offer(state, Phones.snapshot(3, 9).write());
            desk.offer(state, Phones.snapshot(3, 8).write());
            desk.awaitDrops(Drop.STALE, 2);
            assertThat(desk.texts("SELECT message FROM lk_latest ORDER BY kind"))
                    .containsExactly(Phones.birth("s2", 3).write(), Phones.snapshot(3, 9).write());
            desk.offer(conn, Phones.birth("s2", 3).gone("lwt").write());
            desk.offer(state, Phones.snapshot(4, 1).write());
            desk.say("a", Phones.batch(4, 1, 1));
            desk.awaitAck("a", 4, 1);
            assertThat(desk.texts("SELECT message FROM lk_latest ORDER BY kind"))
                    .containsExactly(
                            Phones.birth("s2", 3).gone("lwt").write(),
                            Phones.snapshot(4, 1).write());
        }
    }

    @Test
    void aBirthTakesBackANumberOutOfTheFuture() throws Exception {
        try (Desk desk = desk()) {
            String conn = Phones.topic("a", Channel.CONN);
            String state = Phones.topic("a", Channel.STATE);
            desk.offer(state, Phones.snapshot(3, 1L << 50).write());
            desk.offer(state, Phones.snapshot(3, 8).write());
            desk.awaitDrops(Drop.STALE, 1);
            desk.offer(conn, Phones.birth("s2", 3).write());
            desk.offer(state, Phones.snapshot(3, 9).write());
            desk.awaitAck("a", 3, 0);
            desk.say("a", Phones.batch(3, 1, 1));
            desk.awaitAck("a", 3, 1);
            assertThat(desk.texts("SELECT message FROM lk_latest WHERE kind = 'state'"))
                    .containsExactly(Phones.snapshot(3, 9).write());
        }
    }

    @Test
    void rubbishIsCountedAndNothingElse() throws Exception {
        try (Desk desk = desk()) {
            String ev = Phones.topic("a", Channel.EV);
            desk.offer("lk/1/+/#/up/ev", "{}");
            desk.offer("somewhere/else", "{}");
            desk.offer(Phones.topic("a", Channel.CMD), "{}");
            desk.offer(ev, "");
            desk.offer(ev, "[".repeat(100_000));
            desk.offer(ev, Phones.batch(3, 1, 2).write().replace("\"v\":1", "\"v\":2"));
            desk.collector().offer(ev, new byte[] {(byte) 0xff, 0, 1}, false);
            desk.collector().offer(ev, new byte[2 << 20], false);
            desk.say("a", Phones.batch(3, 1, 2));
            desk.awaitAck("a", 3, 2);
            assertThat(desk.collector().counts().dropped(Drop.TOPIC)).isEqualTo(3);
            assertThat(desk.collector().counts().dropped(Drop.MALFORMED)).isEqualTo(5);
            desk.isWhole("a", 3, 2);
        }
    }

    @Test
    void aNameIsTextAndNothingElse() throws Exception {
        List<String> names = List.of("<script>alert(1)</script>".replace("/", "\\"), "x'; DROP --");
        try (Desk desk = desk()) {
            for (String name : names) {
                desk.offer(Phones.topic(name, Channel.STATE), Phones.snapshot(1, 1).write());
            }
            desk.say("a", Phones.batch(1, 1, 1));
            desk.awaitAck("a", 1, 1);
            assertThat(desk.texts("SELECT name FROM lk_device WHERE name <> 'a' ORDER BY id"))
                    .isEqualTo(names);
        }
    }

    @Test
    void devicesAndEpochsAreBounded() throws Exception {
        Limits few = new Limits(50, 3, 999, 1 << 20, 16, 1 << 20, 4, 100, 10);
        try (Desk desk = new Desk(database(), few)) {
            for (int i = 0; i < 200; i++) {
                desk.say("d" + i, Phones.batch(1, 1, 1));
            }
            desk.awaitDrops(Drop.DEVICES, 150);
            assertThat(desk.numbers("SELECT COUNT(*) FROM lk_device")).containsExactly(50L);
            for (int ep = 2; ep < 10; ep++) {
                desk.say("d7", Phones.batch(ep, 1, 1));
            }
            desk.awaitDrops(Drop.EPOCHS, 6);
            desk.say("d7", Phones.batch(3, 2, 2));
            desk.awaitAck("d7", 3, 2);
            assertThat(desk.hasAck("d7", 4)).isFalse();
        }
    }

    /**
     * Batches in any order, twice, from several phones; the phones send again what was not told.
     */
    @Test
    void whateverTheOrderTheHistoryIsWhole() throws Exception {
        long seed = System.nanoTime();
        Random chance = new Random(seed);
        try (Desk desk = desk()) {
            List<Runnable> sayings = new ArrayList<>();
            for (int phone = 0; phone < 10; phone++) {
                String name = "p" + phone;
                for (long first = 1; first <= 500; first += 10) {
                    Batch batch = Phones.batch(5, first, first + 9 + chance.nextInt(20));
                    sayings.add(() -> desk.say(name, batch));
                    sayings.add(() -> desk.say(name, batch));
                }
            }
            Collections.shuffle(sayings, chance);
            sayings.forEach(Runnable::run);
            for (int phone = 0; phone < 10; phone++) {
                desk.say("p" + phone, Phones.batch(5, 499, 530));
                desk.awaitAck("p" + phone, 5, 530);
                desk.isWhole("p" + phone, 5, 530);
            }
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /** The questions of docs/collector.md, as they stand there. */
    @Test
    void whatTheGuideAsksIsAnswered() throws Exception {
        String guide = Files.readString(Path.of("..", "..", "docs", "collector.md"));
        Matcher blocks = Pattern.compile("```sql\\n(.*?);\\n```", Pattern.DOTALL).matcher(guide);
        List<String> questions = blocks.results().map(found -> found.group(1)).toList();
        assertThat(questions).hasSize(3);
        try (Desk desk = desk()) {
            // Odd numbers lead to the backup, even ones back.
            desk.say("back", Phones.batch(3, 1, 2));
            desk.say("away", Phones.batch(3, 1, 3));
            desk.say("away", Phones.batch(4, 1, 1));
            desk.awaitAck("back", 3, 2);
            desk.awaitAck("away", 4, 1);
            List<List<String>> onBackup = desk.rows(questions.get(0));
            assertThat(onBackup).hasSize(1);
            assertThat(onBackup.get(0))
                    .startsWith("default", "away", "1", "b.pbx.example", "no_answer");
            String day = "CURRENT_TIMESTAMP - INTERVAL '1' DAY";
            assertThat(desk.rows(questions.get(1))).hasSizeLessThan(2);
            assertThat(desk.rows(questions.get(1).replace(day, time("2026-01-01"))))
                    .containsExactly(List.of("b.pbx.example", "no_answer", "4", "2"));
            String old = "CURRENT_TIMESTAMP - INTERVAL '90' DAY";
            desk.execute(questions.get(2).replace(old, time("2027-01-01")));
            assertThat(desk.history("away", 3)).isEmpty();
            // Its row goes on all the same.
            desk.say("away", Phones.batch(3, 3, 4));
            desk.awaitAck("away", 3, 4);
            assertThat(desk.history("away", 3)).containsExactly("transition 4 4");
        }
    }

    private static String time(String date) {
        return "TIMESTAMP WITH TIME ZONE '" + date + " 00:00:00+00:00'";
    }

    @Test
    void aDatabaseThatCanBeUsedIsNotRefused() throws Exception {
        Database database = database();
        assertThat(database.refusal()).isEmpty();
        try (Desk desk = new Desk(database, Limits.USUAL)) {
            desk.say("a", Phones.batch(1, 1, 1));
            desk.awaitAck("a", 1, 1);
            desk.execute("UPDATE lk_version SET version = 99 WHERE version = 3");
            assertThat(database.refusal())
                    .contains(
                            "The database cannot be used: The database has tables of version 99,"
                                    + " and this Linekeeper knows up to 3.");
        }
    }

    @Test
    void twoCollectorsOnOneDatabaseDoNotDisturbEachOther() throws Exception {
        Database database = database();
        try (Desk one = new Desk(database, Limits.USUAL);
                Desk two = new Desk(database, Limits.USUAL)) {
            for (long first = 1; first <= 320; first += 32) {
                for (int phone = 0; phone < 5; phone++) {
                    one.say("p" + phone, Phones.batch(5, first, first + 31));
                    two.say("p" + phone, Phones.batch(5, first, first + 31));
                }
            }
            for (int phone = 0; phone < 5; phone++) {
                String name = "p" + phone;
                // What one of them held in memory while the other went on, the phone sends again.
                for (long first = 1; first <= 320; first += 32) {
                    one.say(name, Phones.batch(5, first, first + 31));
                }
                one.awaitAck(name, 5, 320);
                one.isWhole(name, 5, 320);
            }
        }
    }

    @Test
    void whatTheDatabaseTakesInNoWayKeepsNobodyElseOut() throws Exception {
        try (Desk desk = desk()) {
            desk.say("a", Phones.batch(1, 1, 1));
            desk.awaitAck("a", 1, 1);
            desk.execute("ALTER TABLE lk_history ADD CONSTRAINT no6 CHECK (ep <> 6)");
            for (int i = 0; i < 20; i++) {
                desk.say("d" + i, Phones.batch(i == 7 ? 6 : 5, 1, 1));
            }
            for (int i = 0; i < 20; i++) {
                if (i != 7) {
                    desk.awaitAck("d" + i, 5, 1);
                }
            }
            desk.awaitDrops(Drop.REFUSED, 1);
            assertThat(desk.hasAck("d7", 6)).isFalse();
        }
    }

    @Test
    void aDatabaseThatIsAwayGetsItLater() throws Exception {
        Database real = database();
        int[] refusals = {3};
        Database late =
                () -> {
                    if (refusals[0]-- > 0) {
                        throw new SQLException("no space left on device", "53100");
                    }
                    return real.open();
                };
        try (Desk desk = new Desk(late, Limits.USUAL)) {
            desk.say("a", Phones.batch(1, 1, 9));
            desk.awaitAck("a", 1, 9);
            assertThat(desk.collector().counts().failures()).isEqualTo(3);
            desk.isWhole("a", 1, 9);
        }
    }

    @Test
    void tablesOfALaterVersionAreLeftAlone() throws Exception {
        Database database = database();
        try (Desk desk = new Desk(database, Limits.USUAL)) {
            desk.say("a", Phones.batch(1, 1, 1));
            desk.awaitAck("a", 1, 1);
            desk.execute("UPDATE lk_version SET version = 99 WHERE version = 3");
        }
        try (Desk desk = new Desk(database, Limits.USUAL)) {
            desk.say("a", Phones.batch(1, 2, 2));
            await().atMost(Desk.BOUND).until(() -> desk.collector().counts().failures() > 1);
            assertThat(desk.hasAck("a", 1)).isFalse();
            assertThat(desk.history("a", 1)).hasSize(2);
        }
    }
}
