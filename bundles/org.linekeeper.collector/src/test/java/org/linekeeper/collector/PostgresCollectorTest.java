// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.StoreGone;

/** The same on Debian's PostgreSQL. */
class PostgresCollectorTest extends CollectorRules {
    private static RealPostgres server;

    @BeforeAll
    static void start() throws Exception {
        server = RealPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    Database database() throws Exception {
        try (Connection connection = server.database().open();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE");
            statement.execute("CREATE SCHEMA public");
        }
        return server.database();
    }

    @Test
    void aDatabaseThatIsNotThereIsRefusedAndAServerThatIsAwayIsNot() {
        assertThat(Database.of(server.url() + "x", "lk", "").refusal())
                .contains(
                        "The database cannot be used: FATAL: database \"postgresx\" does not exist");
        assertThat(Database.of("jdbc:postgresql://127.0.0.1:9/fleet", "lk", "").refusal())
                .isEmpty();
    }

    @Test
    void aServerThatIsGoneIsWaitedForAndWhoAsksIsToldSo() throws Exception {
        Database database = database();
        try (Desk desk = new Desk(database, Limits.USUAL);
                ReadingRoom room = new ReadingRoom(database)) {
            desk.say("a", Phones.batch(1, 1, 32));
            desk.awaitAck("a", 1, 32);
            assertThat(devices(room.store())).hasSize(1);
            assertThat(desk.way().open()).isTrue();
            server.kill();
            try {
                desk.say("a", Phones.batch(1, 33, 64));
                desk.awaitWay(false);
                assertThat(desk.way().trouble()).isPresent();
                assertThatThrownBy(() -> devices(room.store())).isInstanceOf(StoreGone.class);
                assertThat(desk.ack("a", 1).seq()).isEqualTo(32);
            } finally {
                server.startAgain();
            }
            desk.awaitAck("a", 1, 64);
            desk.awaitWay(true);
            assertThat(devices(room.store()).get(0).transitions()).isEqualTo(64);
            desk.isWhole("a", 1, 64);
        }
    }

    /** Its server is killed again and again; the phone sends again what it was not told. */
    @Test
    void whatWasAcknowledgedOutlivesAKilledServer() throws Exception {
        try (Desk desk = desk()) {
            long last = 0;
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 20; i++) {
                    desk.say("a", Phones.batch(1, last + 1, last + 10));
                    last += 10;
                }
                // In the midst of it, not before it has begun.
                long before = 200L * round;
                await().atMost(Desk.BOUND).until(() -> desk.ack("a", 1).seq() > before);
                server.kill();
                long known = desk.ack("a", 1).seq();
                server.startAgain();
                assertThat(desk.numbers("SELECT COALESCE(MAX(seq), 0) FROM lk_history").get(0))
                        .isGreaterThanOrEqualTo(known);
                for (long next = known + 1; next <= last; next += 32) {
                    desk.say("a", Phones.batch(1, next, Math.min(next + 31, last)));
                }
                desk.awaitAck("a", 1, last);
            }
            desk.isWhole("a", 1, last);
        }
    }
}
