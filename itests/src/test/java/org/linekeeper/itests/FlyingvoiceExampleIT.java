// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.Scene.until;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Step;
import org.linekeeper.lab.sip.SipMessage;

/**
 * V10: {@code examples/flyingvoice/advised.cfg} at two servers on loopback. Time passes twenty
 * times as fast, so that a refresh is due each 3 s and a heartbeat each 4.5 s; the time-outs are
 * stretched as much, so that they are the advised 2 s.
 */
public class FlyingvoiceExampleIT {
    private static final int SCALE = 20;
    private static final int VERDICT_MS = 2_000;

    /** 2 s with T1 at half a second. */
    private static final int SENDS = 3;

    @Rule public final TwoServers servers = new TwoServers();

    private PocketServer primary() {
        return servers.primary();
    }

    private PocketServer backup() {
        return servers.backup();
    }

    private PhoneProcess phoneOnPrimary() throws Exception {
        FlyingvoiceFile file =
                FlyingvoiceFile.of(
                                ImageFiles.root().resolve("examples/flyingvoice/advised.cfg"),
                                primary().port(),
                                backup().port())
                        .set("DBID_SIP_REGISTER_TIMEOUT_TIMER", VERDICT_MS * SCALE)
                        .set("DBID_SIP_OPTIONS_TIMEOUT_TIMER", VERDICT_MS * SCALE);
        PhoneProcess phone =
                servers.run(
                        file.write(servers.directory().resolve("advised.cfg")),
                        "--time-scale",
                        Integer.toString(SCALE));
        phone.awaitLine("on_primary", primary().port(), SOON);
        assertThat(phone.log()).doesNotContain("WARN");
        servers.mark();
        return phone;
    }

    /** The primary answers again: one heartbeat, and the line is back and nowhere else. */
    private void assertReturn(PhoneProcess phone) throws Exception {
        JsonObject line = phone.awaitLine("on_primary", primary().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("returned");
        until("the binding's removal", () -> !removals().isEmpty());
        until("one binding", () -> backup().bindings("6000").size() == 1);
        assertThat(backup().bindings("6000")).extracting("server").containsExactly("primary");
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        assertThat(primary().calls()).hasSize(1);
    }

    private List<SipMessage> removals() {
        return backup()
                .received(m -> m.method().equals("REGISTER") && m.seconds("Expires").get() == 0)
                .stream()
                .map(recorded -> recorded.message())
                .toList();
    }

    @Test
    public void V10_aPrimaryWithoutHeartbeatIsLeftAndComesBack() throws Exception {
        // REGISTER is answered all the while.
        primary().challenge(true);
        backup().challenge(true);
        PhoneProcess phone = phoneOnPrimary();
        primary().script("OPTIONS", Step.nothing(), Step.nothing());
        phone.awaitLine("on_backup", backup().port(), SOON);
        servers.awaitTransitions("heartbeat_lost", 1);
        List<TraceLine> moved = servers.sends("REGISTER", backup());
        assertThat(Attempts.field(moved.get(0), "Expires")).isEqualTo("Expires: 120");
        List<List<TraceLine>> beats = Attempts.of(servers, "OPTIONS", primary());
        List<TraceLine> second =
                beats.stream()
                        .filter(beat -> beat.get(0).at().isBefore(moved.get(0).at()))
                        .reduce((one, next) -> next)
                        .orElseThrow();
        assertThat(second).hasSize(SENDS);
        assertThat(msBetween(second, moved)).isBetween(VERDICT_MS - 2L, VERDICT_MS + SLACK_MS);
        assertReturn(phone);
    }

    /** The refresh, due each minute, fails before the second heartbeat could. */
    @Test
    public void V10_aPrimaryThatFallsSilentIsLeftAndComesBack() throws Exception {
        PhoneProcess phone = phoneOnPrimary();
        primary().silent();
        phone.awaitLine("on_backup", backup().port(), SOON);
        List<List<TraceLine>> refreshes = Attempts.of(servers, "REGISTER", primary());
        assertThat(refreshes.get(refreshes.size() - 1)).hasSize(SENDS);
        primary().up();
        assertReturn(phone);
    }
}
