// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.linekeeper.collector.FlakyDatabase.Mood;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.collector.fleet.StoreGone;

/** What becomes of it when any database is away for a while. */
abstract class AwayRules extends ReadingRules {
    @Test
    void aDatabaseThatIsAwayIsWaitedForAndWhoAsksIsToldSo() throws Exception {
        FlakyDatabase database = new FlakyDatabase(database());
        try (ReadingRoom room = new ReadingRoom(database);
                Desk desk = new Desk(room.forWriting(), Limits.USUAL)) {
            desk.say("a", Phones.batch(1, 1, 32));
            desk.awaitAck("a", 1, 32);
            assertThat(desk.way().open()).isTrue();
            database.be(Mood.AWAY);
            for (long first = 33; first < 200; first += 32) {
                desk.say("a", Phones.batch(1, first, first + 31));
            }
            desk.awaitWay(false);
            assertThat(desk.way().trouble()).contains("no space left on device");
            assertThatThrownBy(() -> devices(room.store()))
                    .isInstanceOf(StoreGone.class)
                    .hasMessage("The database does not answer: no space left on device");
            desk.say("b", Phones.batch(1, 1, 32));
            assertThat(desk.collector().waiting()).isPositive();
            assertThat(desk.collector().lastMessage()).isPresent();
            assertThat(desk.hasAck("b", 1)).isFalse();
            database.be(Mood.WELL);
            desk.awaitAck("b", 1, 32);
            desk.awaitAck("a", 1, 224);
            assertThat(desk.way().open()).isTrue();
            assertThat(desk.way().trouble()).isEmpty();
            assertThat(devices(room.store())).hasSize(2);
            desk.isWhole("a", 1, 224);
        }
    }

    /** It cannot know whether it was committed, and tells it once all the same. */
    @Test
    void aCommitOfWhichTheWordIsLostIsToldOnce() throws Exception {
        FlakyDatabase database = new FlakyDatabase(database());
        try (Desk desk = new Desk(database, Limits.USUAL)) {
            desk.say("a", Phones.batch(1, 1, 7));
            desk.awaitAck("a", 1, 7);
            database.be(Mood.MUTE);
            desk.say("a", Phones.batch(1, 8, 20));
            desk.awaitAck("a", 1, 20);
            settle(desk, 1);
            desk.isWhole("a", 1, 20);
            await("all are told").atMost(Desk.BOUND).until(() -> recorded(desk, "a").contains(20L));
            assertThat(recorded(desk, "a")).isEqualTo(numbers(1, 20));
            assertThat(desk.news()).filteredOn(News.Stirred.class::isInstance).isEmpty();
        }
    }

    @Test
    void aCollectorWithoutMemoryGoesOn() throws Exception {
        FlakyDatabase database = new FlakyDatabase(database());
        try (Desk desk = new Desk(database, Limits.USUAL)) {
            desk.awaitWay(true);
            database.be(Mood.SHORT);
            desk.say("a", Phones.batch(1, 1, 7));
            desk.awaitDrops(Drop.REFUSED, 1);
            desk.say("a", Phones.batch(1, 1, 7));
            desk.awaitAck("a", 1, 7);
            desk.isWhole("a", 1, 7);
        }
    }

    /** Otherwise whoever shows the history would take it for whole. */
    @Test
    void aCollectorThatHasEndedIsSeenToBeAway() throws Exception {
        FlakyDatabase database = new FlakyDatabase(database());
        try (Desk desk = new Desk(database, Limits.USUAL)) {
            desk.awaitWay(true);
            database.be(Mood.UNLINKED);
            desk.say("a", Phones.batch(1, 1, 7));
            desk.awaitWay(false);
            assertThat(desk.way().trouble()).contains("the collector has ended");
        }
    }
}
