// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;

import java.io.IOException;
import java.util.List;
import org.junit.Rule;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Recorded;

/**
 * A phone with DBID_ parameters at a primary and a backup. Its intervals and time-outs pass twenty
 * times as fast.
 */
public abstract class FlyingvoiceWire {
    static final String[] FAST = {"--time-scale", "20"};

    /** Of the file's 20 s. */
    static final long INTERVAL_MS = 1_000;

    @Rule public final TwoServers servers = new TwoServers();

    PocketServer primary() {
        return servers.primary();
    }

    PocketServer backup() {
        return servers.backup();
    }

    FlyingvoiceFile file() {
        return FlyingvoiceFile.servers(primary().port(), backup().port());
    }

    PhoneProcess phone(FlyingvoiceFile file, String... options) throws IOException {
        return servers.run(file.write(servers.directory().resolve("phone.cfg")), options);
    }

    PhoneProcess onPrimary(FlyingvoiceFile file) throws Exception {
        PhoneProcess phone = phone(file, FAST);
        phone.awaitLine("on_primary", primary().port(), SOON);
        servers.mark();
        return phone;
    }

    /** With the primary's sockets closed. */
    PhoneProcess onBackup(FlyingvoiceFile file) throws Exception {
        primary().closeSockets();
        PhoneProcess phone = phone(file, FAST);
        phone.awaitLine("on_backup", backup().port(), SOON);
        servers.mark();
        return phone;
    }

    /** Waits for so many OPTIONS at the primary. */
    List<List<TraceLine>> beats(int count) throws Exception {
        return Attempts.await(servers, "OPTIONS", primary(), count);
    }

    /** The REGISTERs that take the line away from the backup. */
    List<Recorded> removals() {
        return backup().received(
                        m -> m.method().equals("REGISTER") && m.seconds("Expires").get() == 0);
    }

    static String state(PhoneProcess phone) throws Exception {
        return phone.line().get("state").getAsString();
    }

    static void assertAbout(long ms, long expectedMs) {
        // The trace's instants are whole milliseconds of another clock than the timer's.
        assertThat(ms).isBetween(expectedMs - 2, expectedMs + SLACK_MS);
    }

    /** One send may be late on a busy machine, and the next one is due as if it had not been. */
    static void assertPeriod(List<List<TraceLine>> attempts, long expectedMs) {
        List<Long> periods = Attempts.periods(attempts);
        long whole = periods.stream().mapToLong(ms -> ms).sum();
        long expected = expectedMs * periods.size();
        assertThat(whole).isBetween(expected - expectedMs, expected + SLACK_MS);
    }
}
