// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linekeeper.schema.Ack;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Gap;
import org.linekeeper.schema.Topic.Channel;
import org.linekeeper.telemetry.mqtt.journal.Mark;

/** How transitions go up, and what an acknowledgement does. */
class UploadTest extends UplinkScene {
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
    void anAckOfNumbersThatWereNeverThereMovesNothing() {
        connect();
        grow(1, 3);
        got(Channel.ACK, new Ack(9, 3).write());

        assertThat(acked).isEqualTo(Mark.START);
    }
}
