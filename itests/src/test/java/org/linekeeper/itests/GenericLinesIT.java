// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.until;

import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.Recorded;

/** Three lines of one file in our own format, at the same two servers. */
@Category(Full.class)
public class GenericLinesIT {
    private static final int LINES = 3;
    private static final int BEATS = 8;

    @Rule public final TwoServers servers = new TwoServers();

    private PhoneProcess phone() throws Exception {
        StringBuilder file = new StringBuilder();
        file.append("[defaults]\n");
        file.append("timers_ms = { t1 = 50, t2 = 400, t4 = 500 }\n");
        file.append("heartbeat = { interval_s = 1, max_failures = 1 }\n");
        file.append("steadiness = { confirm_s = 1, hold_down_s = 2 }\n");
        file.append("redundancy = { return_delay_s = 2 }\n");
        for (int port : List.of(servers.primary().port(), servers.backup().port())) {
            file.append("[[defaults.servers]]\naddress = \"127.0.0.1\"\nport = " + port + "\n");
        }
        for (int line = 1; line <= LINES; line++) {
            file.append("[[line]]\nline = " + line + "\nuser = \"10" + line + "\"\n");
            file.append("password = \"secret\"\n");
        }
        var path = Files.writeString(servers.directory().resolve("phone.toml"), file);
        PhoneProcess phone = servers.run(path);
        for (int line = 1; line <= LINES; line++) {
            awaitLine(phone, line, "on_primary");
        }
        return phone;
    }

    private static void awaitLine(PhoneProcess phone, int line, String state) {
        until(
                "line " + line + " is " + state,
                () -> phone.line(line).get("state").getAsString().equals(state));
    }

    /** The first send of each: a late answer does not make another beat of it. */
    private List<Recorded> beats() {
        Map<Optional<String>, Recorded> beats = new LinkedHashMap<>();
        for (Recorded each : servers.primary().received("OPTIONS")) {
            beats.putIfAbsent(each.message().first("Via"), each);
        }
        return List.copyOf(beats.values());
    }

    @Test
    public void oneStreamOfOptionsServesAllLines() throws Exception {
        phone();
        servers.primary().clearRecords();
        until(BEATS + " beats", () -> beats().size() >= BEATS);
        List<Recorded> beats = beats();
        long ms = beats.get(BEATS - 1).sinceStartMs() - beats.get(0).sinceStartMs();
        // One a second: with a stream for each line it would be a third of that.
        assertThat(ms).isGreaterThan((BEATS - 2) * 1000L);
        assertThat(servers.backup().received("OPTIONS")).isEmpty();
    }

    @Test
    public void allLinesLeaveAPrimaryThatTheHeartbeatFindsSilentAndComeBackTogether()
            throws Exception {
        PhoneProcess phone = phone();
        servers.primary().silent();
        for (int line = 1; line <= LINES; line++) {
            awaitLine(phone, line, "on_backup");
        }
        servers.primary().up();
        Duration least = Duration.ofSeconds(2);
        long upAtMs = System.nanoTime() / 1_000_000;
        for (int line = 1; line <= LINES; line++) {
            awaitLine(phone, line, "on_primary");
        }
        long backAfterMs = System.nanoTime() / 1_000_000 - upAtMs;
        assertThat(backAfterMs).isGreaterThan(least.toMillis());
    }
}
