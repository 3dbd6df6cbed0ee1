// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.T1_MS;
import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.Scene.until;
import static org.linekeeper.itests.TwoServers.VERDICT_MS;
import static org.linekeeper.itests.TwoServers.WHOLE_MS;
import static org.linekeeper.itests.TwoServers.WHOLE_SENDS;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Recorded;
import org.linekeeper.lab.sip.CSeq;
import org.linekeeper.lab.sip.SipMessage;

/** F2 and F6: where a REGISTER goes and when, and what is when nobody is left. */
@Category(Full.class)
public class FanvilRegisterIT {
    @Rule public final TwoServers servers = new TwoServers();

    private PocketServer primary() {
        return servers.primary();
    }

    private PocketServer backup() {
        return servers.backup();
    }

    @Test
    public void F2_theNextServerGetsTheRegisterWhenTheRetryCountIsSpent() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        primary().silent();
        phone.register();
        phone.awaitLine("on_backup", backup().port(), SOON);
        List<TraceLine> first = servers.sends("REGISTER", primary());
        assertThat(first).hasSize(4);
        assertThat(msBetween(first, servers.sends("REGISTER", backup())))
                .isBetween(VERDICT_MS, VERDICT_MS + SLACK_MS);
        assertThat(servers.story()).containsExactly("REGISTER primary", "REGISTER backup");
    }

    @Test
    public void F2_byHandGoesToThePrimaryFirst() throws Exception {
        PhoneProcess phone = servers.phoneOnBackup(servers.file().set("Enable Failback", 0));
        primary().up();
        phone.register();
        phone.awaitLine("on_primary", primary().port(), SOON);
        assertThat(servers.story().get(0)).isEqualTo("REGISTER primary");
        until("the old binding is gone", () -> primary().bindings("100").size() == 1);
        assertThat(primary().bindings("100")).extracting("server").containsExactly("primary");
    }

    @Test
    public void F2_byHandWithThePrimaryDeadStaysAtTheBackup() throws Exception {
        PhoneProcess phone = servers.phoneOnBackup(servers.file().set("Enable Failback", 0));
        phone.register();
        until("both were asked", () -> servers.story().size() == 2);
        assertThat(servers.story()).containsExactly("REGISTER primary", "REGISTER backup");
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(backup().bindings("100")).hasSize(1);
    }

    /** The first REGISTER there that is not the first one again. */
    private static Recorded awaitRefresh(PocketServer server) {
        CSeq first = server.received("REGISTER").get(0).message().cseq();
        return server.awaitReceived(
                        "a refresh",
                        m -> m.method().equals("REGISTER") && !m.cseq().equals(first),
                        1,
                        SOON)
                .get(0);
    }

    @Test
    public void F2_refreshGoesToTheCurrentServer() throws Exception {
        backup().grantExpires(30);
        servers.phoneOnBackup(servers.file().set("Enable Failback", 0), "--time-scale", "20");
        primary().up();
        SipMessage refresh = awaitRefresh(backup()).message();
        assertThat(servers.story()).containsExactly("REGISTER backup");
        SipMessage first = backup().received("REGISTER").get(0).message();
        assertThat(refresh.callId()).isEqualTo(first.callId());
        assertThat(refresh.cseq().number()).isGreaterThan(first.cseq().number());
    }

    @Test
    public void F2_theRefreshGoesOutBeforeTheGrantedTimeIsOver() throws Exception {
        primary().grantExpires(30);
        servers.phoneOnPrimary(servers.file(), "--time-scale", "20");
        long refresh = awaitRefresh(primary()).sinceStartMs();
        long passed = refresh - primary().received("REGISTER").get(0).sinceStartMs();
        // 80 to 90 % of 30 s, twenty times as fast: not of the 600 s that were asked for.
        assertThat(passed).isBetween(1_100L, 1_350 + SLACK_MS);
    }

    @Test
    public void F2_aRefreshThatTimesOutMovesTheLine() throws Exception {
        primary().grantExpires(30);
        PhoneProcess phone = servers.phoneOnPrimary(servers.file(), "--time-scale", "20");
        primary().silent();
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(servers.sends("REGISTER", primary())).hasSize(4);
    }

    @Test
    public void F2_aKeepAliveOptionsThatTimesOutTriggersARegister() throws Exception {
        FanvilFile file =
                servers.file()
                        .set("NAT UDPUpdate", 2)
                        .set("UDPUpdate TTL", 40)
                        .set("UDPUpdate Try Times", 2);
        PhoneProcess phone = servers.phoneOnPrimary(file, "--time-scale", "20");
        primary().silent();
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(servers.sends("OPTIONS", primary())).hasSize(2);
        assertThat(servers.sends("REGISTER", primary())).hasSize(4);
        assertThat(servers.story())
                .startsWith("OPTIONS primary", "REGISTER primary", "REGISTER backup");
    }

    @Test
    public void F6_eachServerInOrderThenTheLastOneTheWholeTime() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file(), "--time-scale", "20");
        primary().silent();
        backup().silent();
        phone.register();
        JsonObject line = phone.awaitState("unregistered", SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("all_failed");
        Instant given = Instant.now();

        assertThat(servers.story()).containsExactly("REGISTER primary", "REGISTER backup");
        assertThat(servers.sends("REGISTER", primary())).hasSize(4);
        List<TraceLine> last = servers.sends("REGISTER", backup());
        assertThat(last).hasSize(WHOLE_SENDS);
        assertThat(Duration.between(last.get(0).at(), given).toMillis())
                .isBetween(WHOLE_MS, WHOLE_MS + SLACK_MS);

        // Reg Fail Interval is 32 s, twenty times as fast.
        primary().up();
        phone.awaitLine("on_primary", primary().port(), SOON);
    }

    @Test
    public void F6_theCallerIsToldWhenNoServerAnswers() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        primary().silent();
        backup().silent();
        String call = phone.dial("200");
        JsonObject failed = phone.awaitCall(call, "state", "failed", SOON);
        assertThat(failed.get("code").getAsInt()).isEqualTo(408);
        assertThat(failed.get("reason").getAsString()).isEqualTo("no server answers");
        assertThat(servers.story()).startsWith("INVITE primary", "REGISTER backup");
        assertThat(servers.sends("INVITE", primary())).hasSize(4);
        assertThat(servers.sends("REGISTER", backup())).hasSize(WHOLE_SENDS);
        assertThat(servers.sends("INVITE", backup())).isEmpty();
    }

    @Test
    public void F6_theLastServersInviteGetsTheWholeTime() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        primary().closeSockets();
        backup().script("INVITE", exchange -> {});
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "failed", SOON);
        Instant told = Instant.now();
        List<TraceLine> last = servers.sends("INVITE", backup());
        // At 0, 1, 3, 7, 15, 31 and 63 times T1: an INVITE has no T2.
        assertThat(last).hasSize(7);
        assertThat(Duration.between(last.get(0).at(), told).toMillis())
                .isBetween(WHOLE_MS, WHOLE_MS + SLACK_MS);
    }

    @Test
    public void F6_aByeWithNobodyLeftDoesNotKeepTheUser() throws Exception {
        // With this T1 the BYE is under way for 3 s.
        PhoneProcess phone = servers.phoneOnPrimary(servers.file(200));
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        primary().silent();
        backup().closeSockets();
        phone.hangUp(call);
        JsonObject ended = phone.awaitCall(call, "state", "ended", SOON);
        assertThat(ended.get("bye").getAsString()).isEqualTo("pending");
        phone.awaitCall(call, "bye", "failed", SOON);
        assertThat(servers.sends("BYE", backup())).isEmpty();
    }

    @Test
    public void F6_anOnlyServerGetsTheWholeTime() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file().set("Backup Addr", ""));
        primary().silent();
        phone.register();
        phone.awaitState("unregistered", SOON);
        assertThat(servers.sends("REGISTER", primary())).hasSize(WHOLE_SENDS);
    }

    /** A short wait needs a long T1, or a busy machine loses the line before the test begins. */
    private void givesUpAfter(int sends, long verdictMs, FanvilFile file, String... options)
            throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(file, options);
        primary().silent();
        phone.register();
        phone.awaitLine("on_backup", backup().port(), SOON);
        List<TraceLine> first = servers.sends("REGISTER", primary());
        assertThat(first).hasSize(sends);
        assertThat(msBetween(first, servers.sends("REGISTER", backup())))
                .isBetween(verdictMs, verdictMs + SLACK_MS);
    }

    @Test
    public void F8_v3CountsRetransmissionsOne() throws Exception {
        givesUpAfter(2, 3 * 200, servers.file(200).set("Signal Retry Counts", 1));
    }

    @Test
    public void F8_v3CountsRetransmissionsFive() throws Exception {
        // At 0, 1, 3, 7, 15 and 23 times T1; T2 is 8 × T1.
        givesUpAfter(6, 31 * T1_MS, servers.file().set("Signal Retry Counts", 5));
    }

    @Test
    public void F8_v3WithoutRetransmissionSendsOnce() throws Exception {
        givesUpAfter(1, 500, servers.file(500).set("Signal Retry Counts", 0));
    }

    @Test
    public void F8_countSends() throws Exception {
        givesUpAfter(3, 7 * 100, servers.file(100), "--set", "fanvil.count=sends");
    }

    @Test
    public void F8_v2GivesUpAfterADuration() throws Exception {
        // Sends at 0, 50, 150, 350 and 750 ms; the sixth would be due at 1150 ms.
        givesUpAfter(
                5,
                1_000,
                servers.file(),
                "--set",
                "fanvil.generation=v2",
                "--set",
                "fanvil.give-up-ms=1000");
    }

    @Test
    public void F9_eachServerHasItsOwnPortTtlAndTransport() throws Exception {
        Certificate certificate = Certificate.in(servers.directory(), "trusted");
        PocketServer tls = servers.start(PocketServer.named("tls").tls(certificate.context()));
        FanvilFile file =
                servers.file()
                        .set("Transport", 1)
                        .set("Register TTL", 700)
                        .set("Backup Transport", 3)
                        .set("Backup Port", tls.tlsPort())
                        .set("Backup TTL", 900);
        PhoneProcess phone = servers.phoneOnPrimary(file, "--tls-ca", certificate.pem().toString());
        assertAsked(primary(), "TCP", 700);

        primary().closeSockets();
        phone.awaitLine("on_backup", tls.tlsPort(), SOON);
        assertAsked(tls, "TLS", 900);
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(tls.received("INVITE"))
                .singleElement()
                .satisfies(invite -> assertThat(invite.transport()).hasToString("TLS"));
    }

    private static void assertAsked(PocketServer server, String transport, int seconds) {
        assertThat(server.received("REGISTER"))
                .isNotEmpty()
                .allSatisfy(
                        asked -> {
                            assertThat(asked.transport()).hasToString(transport);
                            assertThat(asked.message().seconds("Expires")).contains(seconds);
                        });
    }
}
