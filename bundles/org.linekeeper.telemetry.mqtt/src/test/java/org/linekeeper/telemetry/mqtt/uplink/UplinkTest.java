// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.linekeeper.mqtt.kit.Incoming;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Topic.Channel;

class UplinkTest extends UplinkScene {
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
    void aFullWindowIsNoReasonToWakeUp() {
        connect(1);
        on(new Event.Changed());
        assertThat(uplink.wakeAtMs()).isGreaterThan(now + 10_000);
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
