// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linekeeper.schema.Topic.Channel;

/** What a broker has kept is not the phone speaking now, on any database. */
abstract class RetainedRules extends AwayRules {
    private static final Duration WEEKS = Duration.ofDays(21);
    private static final String CONN = Phones.topic("a", Channel.CONN);
    private static final String STATE = Phones.topic("a", Channel.STATE);
    private static final String METRICS = Phones.topic("a", Channel.METRICS);

    private static List<String> seen(Desk desk) throws SQLException {
        return desk.texts("SELECT seen FROM lk_device WHERE name = 'a'");
    }

    private static List<List<String>> latest(Desk desk) throws SQLException {
        return desk.rows("SELECT received, message FROM lk_latest ORDER BY kind");
    }

    @Test
    void itIsNoSignOfLifeAndDrawsNoAck() throws Exception {
        try (Desk desk = desk()) {
            desk.offer(CONN, Phones.birth("s1", 3).write());
            desk.offer(STATE, Phones.snapshot(3, 9).write());
            desk.awaitAck("a", 3, 0);
            settle(desk, 1);
            List<String> seen = seen(desk);
            List<List<String>> latest = latest(desk);
            desk.collector().close();
            desk.startAgain();
            desk.later(WEEKS);
            desk.offerRetained(CONN, Phones.birth("s1", 3).write());
            desk.offerRetained(STATE, Phones.snapshot(3, 9).write());
            desk.offerRetained(METRICS, "{}");
            settle(desk, 2);
            assertThat(seen(desk)).isEqualTo(seen);
            assertThat(latest(desk)).isEqualTo(latest);
            assertThat(desk.hasAck("a", 3)).isFalse();
            // The phone itself is one.
            desk.offer(METRICS, "{}");
            settle(desk, 3);
            assertThat(seen(desk)).isNotEqualTo(seen);
        }
    }

    @Test
    void whatIsNotKnownYetIsStored() throws Exception {
        try (Desk desk = desk()) {
            desk.offer(STATE, Phones.snapshot(3, 9).write());
            settle(desk, 1);
            List<String> seen = seen(desk);
            String received = latest(desk).get(0).get(0);
            desk.later(WEEKS);
            desk.offerRetained(STATE, Phones.snapshot(3, 10).write());
            settle(desk, 2);
            assertThat(latest(desk).get(0).get(1)).isEqualTo(Phones.snapshot(3, 10).write());
            assertThat(latest(desk).get(0).get(0)).isGreaterThan(received);
            assertThat(seen(desk)).isEqualTo(seen);
        }
    }

    @Test
    void ofADeviceThatWasNeverHeardNobodyKnowsWhen() throws Exception {
        try (Desk desk = desk()) {
            settle(desk, 1);
            desk.collector().close();
            // As a Linekeeper left it that knew version 1.
            desk.execute("ALTER TABLE lk_device ALTER COLUMN seen SET NOT NULL");
            desk.execute("DELETE FROM lk_version WHERE version > 1");
            desk.startAgain();
            desk.offerRetained(CONN, Phones.birth("s1", 3).write());
            settle(desk, 2);
            assertThat(seen(desk)).hasSize(1).containsOnlyNulls();
            assertThat(latest(desk)).hasSize(1);
            assertThat(desk.hasAck("a", 3)).isFalse();
            desk.offer(METRICS, "{}");
            settle(desk, 3);
            assertThat(seen(desk)).hasSize(1).doesNotContainNull();
        }
    }

    /** The phone says again what it was not told, and that is answered. */
    @Test
    void aPhoneThatStayedOnlineIsToldAfterARestartAllTheSame() throws Exception {
        try (Desk desk = desk()) {
            desk.offer(CONN, Phones.birth("s1", 3).write());
            desk.say("a", Phones.batch(3, 1, 7));
            desk.awaitAck("a", 3, 7);
            desk.collector().close();
            desk.startAgain();
            desk.offerRetained(CONN, Phones.birth("s1", 3).write());
            settle(desk, 1);
            assertThat(desk.hasAck("a", 3)).isFalse();
            desk.say("a", Phones.batch(3, 1, 7));
            desk.awaitAck("a", 3, 7);
            desk.isWhole("a", 3, 7);
        }
    }
}
