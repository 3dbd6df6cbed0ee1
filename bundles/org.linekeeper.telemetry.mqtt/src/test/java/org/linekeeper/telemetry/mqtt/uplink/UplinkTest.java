// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.linekeeper.schema.Ack;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Gap;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Topic.Channel;
import org.linekeeper.schema.Transition;
import org.linekeeper.telemetry.mqtt.journal.Item;
import org.linekeeper.telemetry.mqtt.journal.Mark;
import org.linekeeper.telemetry.mqtt.link.Incoming;

class UplinkTest {
    private final List<Item> journal = new ArrayList<>();
    private final Topics topics = new Topics("t", "d");
    private final Uplink uplink =
            new Uplink(topics, new Kept(), new Told(), new Random(7), ms -> Instant.EPOCH);
    private final List<Action.Publish> published = new ArrayList<>();
    private final List<Action> last = new ArrayList<>();
    private Mark acked = Mark.START;
    private long now;
    private long link;

    /** A journal of one epoch. */
    private final class Kept implements Backlog {
        @Override
        public List<Item> pending(Mark from, int most) {
            return journal.stream()
                    .filter(item -> item.last() > from.seq() && item.last() > acked.seq())
                    .limit(most)
                    .toList();
        }

        @Override
        public boolean ack(Mark mark) {
            boolean news = mark.epoch() == 3 && mark.seq() > acked.seq();
            acked = news ? mark : acked;
            return news;
        }

        @Override
        public Mark acked() {
            return acked;
        }
    }

    /** Facts that never change. */
    private static final class Told implements Facts {
        @Override
        public Connection birth(String session, boolean first) {
            return new Connection(
                    true,
                    first ? "started" : "reconnected",
                    session,
                    1,
                    3,
                    0,
                    "fw",
                    "lk",
                    Duration.ofSeconds(900));
        }

        @Override
        public String state() {
            return "state";
        }

        @Override
        public String metrics() {
            return "metrics";
        }

        @Override
        public Optional<String> policy() {
            return Optional.of("policy");
        }
    }

    private void on(Event event) {
        last.clear();
        last.addAll(uplink.on(event, now));
        for (Action action : last) {
            if (action instanceof Action.Publish publish) {
                published.add(publish);
            } else if (action instanceof Action.Dial dial) {
                link = dial.link();
            }
        }
    }

    private void connect() {
        connect(16);
    }

    private void connect(int window) {
        now = Math.max(now, uplink.wakeAtMs());
        on(new Event.Tick());
        on(new Event.Up(link, window));
        assertThat(last).containsExactly(new Action.Subscribe(link, topics.filters()));
        on(new Event.Subscribed(link, true));
    }

    /** The broker takes everything that is on its way, until nothing more comes. */
    private void takeAll() {
        for (int i = 0; i < published.size(); i++) {
            Action.Publish each = published.get(i);
            if (each.token() > 0) {
                on(new Event.Published(each.link(), each.token(), true));
            }
        }
    }

    private void grow(long first, long end) {
        for (long seq = first; seq <= end; seq++) {
            Transition told =
                    new Transition(
                            seq,
                            Instant.EPOCH,
                            seq,
                            "unknown",
                            1,
                            "on_primary",
                            "on_backup",
                            "no_answer",
                            Optional.of("a.example"),
                            Optional.empty(),
                            Optional.empty());
            journal.add(new Item.Transition(3, seq, 1, told.write()));
        }
        on(new Event.Grown());
    }

    private void ack(long seq) {
        got(Channel.ACK, new Ack(3, seq).write());
    }

    private void got(Channel channel, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        on(new Event.Got(link, new Incoming(topics.text(channel), bytes, false, Optional.empty())));
    }

    private List<Batch> batches() throws BadMessage {
        List<Batch> batches = new ArrayList<>();
        for (Action.Publish each : published) {
            if (each.channel() == Channel.EV) {
                batches.add(Batch.read(each.text()));
            }
        }
        return batches;
    }

    @Test
    void birthAndWillOfAConnectionHaveOneSession() throws BadMessage {
        on(new Event.Tick());
        Connection will = Connection.read(((Action.Dial) last.get(0)).will());
        on(new Event.Up(link, 16));
        on(new Event.Subscribed(link, true));

        Connection birth = Connection.read(published.get(0).text());
        assertThat(published.get(0).channel()).isEqualTo(Channel.CONN);
        assertThat(birth.online()).isTrue();
        assertThat(birth.why()).isEqualTo("started");
        assertThat(will).isEqualTo(birth.gone("lwt"));
    }

    @Test
    void eachConnectionHasASessionOfItsOwn() throws BadMessage {
        connect();
        on(new Event.Down(link, "gone"));
        connect();

        List<Connection> births = new ArrayList<>();
        for (Action.Publish each : published) {
            if (each.channel() == Channel.CONN) {
                births.add(Connection.read(each.text()));
            }
        }
        assertThat(births).hasSize(2);
        assertThat(births.get(1).why()).isEqualTo("reconnected");
        assertThat(births.get(1).session()).isNotEqualTo(births.get(0).session());
    }

    @Test
    void transitionsGoInBatchesOf32InOrder() throws BadMessage {
        connect();
        grow(1, 100);

        assertThat(batches()).extracting(Batch::first).containsExactly(1L, 33L, 65L, 97L);
        assertThat(batches()).extracting(Batch::last).containsExactly(32L, 64L, 96L, 100L);
        assertThat(batches()).extracting(Batch::ep).containsOnly(3L);
    }

    @Test
    void noMoreIsOnItsWayThanTheBrokerTakesAtOnce() {
        connect(4);
        takeAll();
        published.clear();
        grow(1, 1000);

        assertThat(published).hasSize(4);
        on(new Event.Published(link, published.get(0).token(), true));
        assertThat(published).hasSize(5);
    }

    @Test
    void aBrokerThatTakesManyGetsSixteenAtMost() {
        connect(65_535);
        takeAll();
        published.clear();
        grow(1, 5000);

        assertThat(published).hasSize(16);
    }

    @Test
    void itGoesAheadOfTheCollectorByABoundedNumber() throws BadMessage {
        connect();
        grow(1, 2000);
        takeAll();
        assertThat(batches()).last().extracting(Batch::last).isEqualTo(512L);

        ack(512);
        takeAll();
        assertThat(batches()).last().extracting(Batch::last).isEqualTo(1024L);
    }

    @Test
    void whatTheCollectorDoesNotConfirmIsSentAgainFromThere() throws BadMessage {
        connect();
        grow(1, 40);
        takeAll();
        ack(32);
        published.clear();
        now = uplink.wakeAtMs();
        on(new Event.Tick());

        assertThat(batches()).singleElement().extracting(Batch::first).isEqualTo(33L);
    }

    @Test
    void whatIsConfirmedIsNotSentAgain() throws BadMessage {
        connect();
        grow(1, 40);
        takeAll();
        ack(40);
        published.clear();
        now += 60_000;
        on(new Event.Tick());

        assertThat(batches()).isEmpty();
    }

    @Test
    void rewindingGetsRarer() {
        connect();
        grow(1, 5);
        takeAll();
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            long before = now;
            do {
                now = uplink.wakeAtMs();
                published.clear();
                on(new Event.Tick());
                takeAll();
            } while (published.stream().noneMatch(each -> each.channel() == Channel.EV));
            pauses.add(now - before);
        }
        assertThat(pauses).isSorted().startsWith(5_000L, 10_000L).endsWith(300_000L);
    }

    @Test
    void aNewConnectionBeginsBehindWhatTheCollectorHas() throws BadMessage {
        connect();
        grow(1, 10);
        ack(4);
        on(new Event.Down(link, "gone"));
        published.clear();
        connect();
        now = uplink.wakeAtMs();
        on(new Event.Tick());

        assertThat(batches()).singleElement().extracting(Batch::first).isEqualTo(5L);
    }

    @Test
    void anotherHistoryGetsToKnowWhatItLacks() throws BadMessage {
        connect();
        grow(1, 10);
        ack(10);
        published.clear();
        ack(3);

        assertThat(batches())
                .singleElement()
                .extracting(Batch::entries)
                .isEqualTo(List.of(new Gap(4, 10, Instant.EPOCH, "trimmed")));
    }

    @Test
    void theWaitBetweenTriesIsDrawnAndGrowsUpToFiveMinutes() {
        long most = 0;
        for (int i = 0; i < 60; i++) {
            now = uplink.wakeAtMs();
            on(new Event.Tick());
            assertThat(last).singleElement().isInstanceOf(Action.Dial.class);
            on(new Event.Down(link, "refused"));
            long wait = uplink.wakeAtMs() - now;
            assertThat(wait).isBetween(50L, Math.min(300_000L, 1_000L << Math.min(i, 30)));
            most = Math.max(most, wait);
        }
        assertThat(most).isGreaterThan(200_000);
    }

    @Test
    void aBrokerThatNeverAnswersIsGivenUp() {
        on(new Event.Tick());
        now = uplink.wakeAtMs();
        on(new Event.Tick());

        assertThat(last).containsExactly(new Action.HangUp(1, false));
        assertThat(now).isEqualTo(20_000);
    }

    @Test
    void aBrokerThatTakesMessagesAndNeverSaysSoIsGivenUp() {
        connect();
        now += 30_000;
        on(new Event.Tick());

        assertThat(last).containsExactly(new Action.HangUp(link, false));
    }

    @Test
    void whatAnOldConnectionSaysIsNotHeard() {
        connect();
        on(new Event.Down(link, "gone"));
        connect();
        on(new Event.Down(link - 1, "late"));

        assertThat(last).isEmpty();
    }

    @Test
    void aCommandIsCarriedOutOnceAndAnsweredEachTime() {
        connect();
        takeAll();
        String command =
                new Command("k1", "register", OptionalInt.of(1), Optional.empty(), Optional.empty())
                        .write();
        got(Channel.CMD, command);
        assertThat(last).singleElement().isInstanceOf(Action.Obey.class);
        Response done = new Response("k1", "done", Optional.empty(), List.of(), List.of());
        on(new Event.Answered(done, Optional.empty()));
        published.clear();
        got(Channel.CMD, command);

        assertThat(last).noneMatch(Action.Obey.class::isInstance);
        assertThat(published)
                .singleElement()
                .extracting(Action.Publish::text)
                .isEqualTo(done.write());
    }

    @Test
    void aCommandThatTheBrokerKeepsIsNotCarriedOut() {
        connect();
        Command kept =
                new Command("k", "register", OptionalInt.of(1), Optional.empty(), Optional.empty());
        byte[] bytes = kept.write().getBytes(StandardCharsets.UTF_8);
        on(
                new Event.Got(
                        link,
                        new Incoming(topics.text(Channel.CMD), bytes, true, Optional.empty())));
        assertThat(last).isEmpty();
        on(
                new Event.Got(
                        link,
                        new Incoming(topics.text(Channel.CMD), bytes, false, Optional.empty())));
        assertThat(last).containsExactly(new Action.Obey(kept, Optional.empty()));
    }

    @Test
    void whatIsWatchedIsWatchedOverAllConnections() {
        String ring = "lk/1/t/ring/canary/policy";
        on(new Event.Watch(ring));
        assertThat(last).isEmpty();
        connect();
        assertThat(last).contains(new Action.Subscribe(link, List.of(ring)));
        byte[] document = {1, 2};
        on(new Event.Got(link, new Incoming(ring, document, true, Optional.empty())));
        assertThat(last).containsExactly(new Action.Deliver(ring, document));

        on(new Event.Down(link, "gone"));
        connect();
        assertThat(last).contains(new Action.Subscribe(link, List.of(ring)));
        on(new Event.Subscribed(link, false));
        assertThat(last).as("a refusal of one is no end").isEmpty();
        on(new Event.Unwatch(ring));
        assertThat(last).containsExactly(new Action.Unsubscribe(ring));
        on(new Event.Got(link, new Incoming(ring, document, true, Optional.empty())));
        assertThat(last).isEmpty();
    }

    @Test
    void rubbishIsCountedAndDropped() {
        connect();
        published.clear();
        got(Channel.ACK, "{");
        got(Channel.CMD, "[1]");
        got(Channel.DESIRED, "{\"v\":1,\"ver\":-1}");
        byte[] some = {1, 2, 3};
        for (String topic : List.of("lk/1/t/+/dn/ack", "lk/1/t/other/dn/ack", "#", "")) {
            on(new Event.Got(link, new Incoming(topic, some, false, Optional.empty())));
        }

        assertThat(published).isEmpty();
        assertThat(uplink.counts().values()).containsEntry("mqtt_ignored_total", 7L);
    }

    @Test
    void anAckOfNumbersThatWereNeverThereMovesNothing() {
        connect();
        grow(1, 3);
        got(Channel.ACK, new Ack(9, 3).write());

        assertThat(acked).isEqualTo(Mark.START);
    }

    @Test
    void theSnapshotIsToldAtTheStartOnChangeAndSeveralTimesADay() {
        connect();
        takeAll();
        assertThat(published).filteredOn(p -> p.channel() == Channel.STATE).hasSize(1);
        on(new Event.Changed());
        on(new Event.Changed());
        now = uplink.wakeAtMs();
        on(new Event.Tick());
        takeAll();
        assertThat(published).filteredOn(p -> p.channel() == Channel.STATE).hasSize(2);

        published.clear();
        long end = now + Duration.ofHours(24).toMillis();
        while (uplink.wakeAtMs() < end) {
            now = uplink.wakeAtMs();
            on(new Event.Tick());
            takeAll();
        }
        assertThat(published).filteredOn(p -> p.channel() == Channel.STATE).hasSizeBetween(3, 5);
        assertThat(published)
                .filteredOn(p -> p.channel() == Channel.METRICS)
                .hasSizeBetween(240, 360);
    }

    @Test
    void stoppingSaysWhyAndTakesTheWillAlong() throws BadMessage {
        connect();
        takeAll();
        published.clear();
        on(new Event.Stop());
        Connection farewell = Connection.read(published.get(0).text());
        assertThat(farewell.online()).isFalse();
        assertThat(farewell.why()).isEqualTo("shutdown");

        on(new Event.Published(link, published.get(0).token(), true));
        assertThat(last).containsExactly(new Action.HangUp(link, true), new Action.Stopped());
    }

    @Test
    void aFarewellThatNobodyTakesLeavesItToTheWill() {
        connect();
        on(new Event.Stop());
        now = uplink.wakeAtMs();
        on(new Event.Tick());

        assertThat(now).isLessThan(1_000);
        assertThat(last).containsExactly(new Action.HangUp(link, false), new Action.Stopped());
    }
}
