// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.FleetStore.Known;
import org.linekeeper.collector.fleet.FleetStore.Position;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.collector.fleet.Shelf.Document;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.schema.Topic.Channel;

/** What others may ask of any database. */
abstract class ReadingRules extends ManyRules {
    static List<Known> devices(FleetStore store) throws StoreGone {
        List<Known> found = new ArrayList<>();
        store.devices(found::add);
        return found;
    }

    @Test
    void aDeviceIsGivenWithAllThatItSaidLast() throws Exception {
        Database database = database();
        try (Desk desk = new Desk(database, Limits.USUAL);
                ReadingRoom room = new ReadingRoom(database)) {
            desk.offer(Phones.topic("a", Channel.CONN), Phones.birth("s1", 4).write());
            desk.say("a", Phones.batch(3, 1, 9));
            desk.say("a", Phones.batch(4, 1, 2));
            desk.offer(Phones.topic("a", Channel.STATE), Phones.snapshot(4, 2).write());
            desk.offer(Phones.topic("a", Channel.POLICY), REPORT.write());
            desk.offerRetained(Phones.topic("b", Channel.STATE), Phones.snapshot(1, 1).write());
            settle(desk, 1);
            List<Known> devices = devices(room.store());
            assertThat(devices).hasSize(3);
            Known a = devices.get(0);
            assertThat(a.device()).isEqualTo(A);
            assertThat(a.seen()).isPresent();
            assertThat(a.connection()).contains(Phones.birth("s1", 4));
            assertThat(a.snapshot()).contains(Phones.snapshot(4, 2));
            assertThat(a.policy()).contains(REPORT);
            assertThat(a.transitions()).isEqualTo(2);
            assertThat(devices.get(1).seen()).isEmpty();
            assertThat(devices.get(1).transitions()).isZero();

            desk.execute("UPDATE lk_latest SET message = '{' WHERE kind = 'state'");
            assertThat(devices(room.store()).get(0).snapshot()).isEmpty();
            assertThat(devices(room.store()).get(0).policy()).isPresent();
        }
    }

    @Test
    void aHistoryIsGivenFromItsEndAndPageByPage() throws Exception {
        Database database = database();
        try (Desk desk = new Desk(database, Limits.USUAL);
                ReadingRoom room = new ReadingRoom(database)) {
            desk.say("a", Phones.batch(3, 1, 9));
            desk.say("a", Phones.batch(4, 1, 2));
            desk.say("a", Phones.gap(4, 3, 7));
            settle(desk, 1);
            FleetStore store = room.store();
            List<HistoryEntry> first = store.history(A, Optional.empty(), 4);
            assertThat(first)
                    .extracting(each -> each.epoch() + "/" + each.entry().first())
                    .containsExactly("4/3", "4/2", "4/1", "3/9");
            assertThat(first.get(0).entry()).isEqualTo(Phones.gap(4, 3, 7).entries().get(0));
            assertThat(first.get(1).entry()).isEqualTo(Phones.transition(2));
            assertThat(store.history(A, Optional.of(new Position(3, 9)), FleetStore.MOST))
                    .extracting(each -> each.entry().last())
                    .containsExactly(8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
            assertThat(store.history(A, Optional.of(new Position(3, 1)), 4)).isEmpty();
            assertThat(store.history(new DeviceName("default", "x"), Optional.empty(), 4))
                    .isEmpty();
            assertThatThrownBy(() -> store.history(A, Optional.empty(), FleetStore.MOST + 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aTimeOfAllIsGivenFromItsBeginning() throws Exception {
        Database database = database();
        try (Desk desk = new Desk(database, Limits.USUAL);
                ReadingRoom room = new ReadingRoom(database)) {
            desk.say("b", Phones.batch(3, 1, 2));
            desk.awaitAck("b", 3, 2);
            desk.later(Duration.ofHours(1));
            desk.say("a", Phones.batch(3, 1, 2));
            desk.awaitAck("a", 3, 2);
            FleetStore store = room.store();
            Instant now = Instant.now();
            Instant later = now.plusSeconds(7_200);
            List<HistoryEntry> all = store.between(now.minusSeconds(3_600), later, 99);
            assertThat(all)
                    .extracting(each -> each.device().name() + each.entry().first())
                    .containsExactly("b1", "b2", "a1", "a2");
            assertThat(store.between(now.minusSeconds(3_600), later, 3)).hasSize(3);
            assertThat(store.between(now.plusSeconds(1_800), later, 99))
                    .isEqualTo(all.subList(2, 4));
            assertThat(store.between(all.get(0).received(), all.get(2).received(), 99))
                    .as("the end is not in it")
                    .isEqualTo(all.subList(0, 2));
        }
    }

    private static Document document(String kind, String key, long second) {
        return new Document(kind, key, Phones.T0.plusSeconds(second), "{\"n\":" + second + "}");
    }

    @Test
    void aShelfKeepsDocumentsByKindAndTime() throws Exception {
        Database database = database();
        assertThat(database.refusal()).isEmpty();
        try (ReadingRoom room = new ReadingRoom(database)) {
            Shelf shelf = room.shelf();
            for (int i = 1; i <= 5; i++) {
                shelf.put(document("note", "k" + i, i));
                shelf.put(document("other", "k" + i, i));
            }
            Document again = document("note", "k2", 9);
            shelf.put(again);
            assertThat(shelf.get("note", "k2")).contains(again);
            assertThat(shelf.get("note", "k6")).isEmpty();
            assertThat(shelf.list("note", Optional.empty(), 3))
                    .extracting(Document::key)
                    .containsExactly("k2", "k5", "k4");
            assertThat(shelf.list("note", Optional.of(Phones.T0.plusSeconds(4)), 99))
                    .extracting(Document::key)
                    .containsExactly("k3", "k1");
            shelf.trim("note", 2);
            assertThat(shelf.list("note", Optional.empty(), 99))
                    .extracting(Document::key)
                    .containsExactly("k2", "k5");
            shelf.trim("note", 2);
            shelf.remove("note", "k2");
            shelf.remove("note", "k2");
            assertThat(shelf.list("note", Optional.empty(), 99)).hasSize(1);
            assertThat(shelf.list("other", Optional.empty(), 99)).hasSize(5);
        }
    }

    @Test
    void aShelfTakesWhatItMayAndRefusesTheRest() throws Exception {
        Database database = database();
        assertThat(database.refusal()).isEmpty();
        try (ReadingRoom room = new ReadingRoom(database)) {
            Shelf shelf = room.shelf();
            Instant at = Phones.T0;
            Document large =
                    new Document("k".repeat(32), "ä".repeat(200), at, "ß".repeat(Shelf.MOST_CHARS));
            shelf.put(large);
            assertThat(shelf.get(large.kind(), large.key())).contains(large);
            for (Document bad :
                    List.of(
                            new Document("", "k", at, ""),
                            new Document("k".repeat(33), "k", at, ""),
                            new Document("k", "", at, ""),
                            new Document("k", "k".repeat(201), at, ""),
                            new Document("k", "k", at, "x".repeat(Shelf.MOST_CHARS + 1)),
                            new Document("k", "k", at, "\0"))) {
                assertThatThrownBy(() -> shelf.put(bad))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void whoAsksAfterTheEndIsToldSo() throws Exception {
        Database database = database();
        ReadingRoom room = new ReadingRoom(database);
        try (Desk desk = new Desk(database, Limits.USUAL)) {
            settle(desk, 1);
            assertThat(devices(room.store())).hasSize(1);
            room.close();
            assertThatThrownBy(() -> devices(room.store()))
                    .isInstanceOf(StoreGone.class)
                    .hasMessageContaining("the collector has ended");
        }
    }
}
