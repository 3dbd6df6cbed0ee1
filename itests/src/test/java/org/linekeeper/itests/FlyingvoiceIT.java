// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.Scene.until;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Recorded;
import org.linekeeper.lab.server.Step;
import org.linekeeper.lab.sip.SipMessage;

/** V1 to V6, V8 and V9 on the wire. Intervals and time-outs pass twenty times as fast. */
public class FlyingvoiceIT {
    private static final String[] FAST = {"--time-scale", "20"};

    /** Of the file's 20 s. */
    private static final long INTERVAL_MS = 1_000;

    @Rule public final TwoServers servers = new TwoServers();

    private PocketServer primary() {
        return servers.primary();
    }

    private PocketServer backup() {
        return servers.backup();
    }

    private FlyingvoiceFile file() {
        return FlyingvoiceFile.servers(primary().port(), backup().port());
    }

    private PhoneProcess phone(FlyingvoiceFile file, String... options) throws IOException {
        return servers.run(file.write(servers.directory().resolve("phone.cfg")), options);
    }

    private PhoneProcess onPrimary(FlyingvoiceFile file) throws Exception {
        PhoneProcess phone = phone(file, FAST);
        phone.awaitState("on_primary", SOON);
        servers.mark();
        return phone;
    }

    private PhoneProcess onBackup(FlyingvoiceFile file) throws Exception {
        primary().closeSockets();
        PhoneProcess phone = phone(file, FAST);
        phone.awaitLine("on_backup", backup().port(), SOON);
        servers.mark();
        return phone;
    }

    private List<List<TraceLine>> beats(int count) throws Exception {
        return Attempts.await(servers, "OPTIONS", primary(), count);
    }

    private static void assertAbout(long ms, long expectedMs) {
        // The trace's instants are whole milliseconds of another clock than the timer's.
        assertThat(ms).isBetween(expectedMs - 2, expectedMs + SLACK_MS);
    }

    @Test
    public void V1_eachIntervalThePrimaryIsAskedAndA404IsASignOfLife() throws Exception {
        primary().code("OPTIONS", 404);
        PhoneProcess phone = onPrimary(file());
        Attempts.periods(beats(5)).forEach(ms -> assertAbout(ms, INTERVAL_MS));
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_primary");
        assertThat(servers.sends("OPTIONS", backup())).isEmpty();
        assertThat(servers.sends("REGISTER", primary())).isEmpty();
    }

    @Test
    public void V1_onTheBackupTheHeartbeatStaysThePrimarys() throws Exception {
        primary().silent();
        PhoneProcess phone = phone(file(), FAST);
        phone.awaitLine("on_backup", backup().port(), SOON);
        servers.mark();
        Attempts.periods(beats(4)).forEach(ms -> assertAbout(ms, INTERVAL_MS));
        assertThat(servers.sends("OPTIONS", backup())).isEmpty();
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_backup");
    }

    @Test
    public void V2_oneFailureMoreThanIsToleratedMovesTheLine() throws Exception {
        PhoneProcess phone = onPrimary(file().set("max_detect_fail_count", 2));
        beats(1);
        servers.mark();
        primary().silent();
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(servers.transitions("heartbeat_lost")).isEqualTo(1);
        List<TraceLine> moved = servers.sends("REGISTER", backup());
        long before =
                beats(3).stream().filter(b -> b.get(0).at().isBefore(moved.get(0).at())).count();
        assertThat(before).as("heartbeats that failed").isEqualTo(3);
        assertThat(servers.sends("REGISTER", primary())).isEmpty();
        assertThat(Attempts.field(moved.get(0), "Expires")).isEqualTo("Expires: 36000");
        assertThat(backup().bindings("100")).isNotEmpty();
    }

    @Test
    public void V2_oneSuccessSetsTheCountToZero() throws Exception {
        Step no = Step.answer(503);
        Step yes = Step.answer(200);
        primary().script("OPTIONS", no, yes, no, yes, no, no);
        PhoneProcess phone = phone(file(), FAST);
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(servers.transitions("heartbeat_lost")).isEqualTo(1);
        List<TraceLine> moved = servers.sends("REGISTER", backup());
        assertThat(beats(6).get(5).get(0).at()).isBefore(moved.get(0).at());
    }

    @Test
    public void V3_aRegisterWithoutAnAnswerMovesTheLine() throws Exception {
        primary().silent();
        PhoneProcess phone = phone(file(), FAST);
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertAbout(
                msBetween(
                        servers.sends("REGISTER", primary()), servers.sends("REGISTER", backup())),
                800);
    }

    @Test
    public void V3_anInviteThatFailsMovesTheLineAndTheCall() throws Exception {
        PhoneProcess phone = onPrimary(file());
        primary().code("INVITE", 503);
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(backup().received("INVITE")).isNotEmpty();
    }

    @Test
    public void V4_withThePrimaryPreferredItsFirstAnswerBringsTheLineBack() throws Exception {
        PhoneProcess phone = onBackup(file());
        primary().up();
        JsonObject line = phone.awaitLine("on_primary", primary().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("returned");
        List<TraceLine> back = servers.sends("REGISTER", primary());
        List<TraceLine> answers =
                servers.trace().stream().filter(l -> l.isAnswer(200, primary().port())).toList();
        assertThat(msBetween(answers, back)).isBetween(0L, SLACK_MS);
    }

    @Test
    public void V4_answeredOptionsAloneMoveNothing() throws Exception {
        primary().code("REGISTER", 503);
        PhoneProcess phone = phone(file(), FAST);
        phone.awaitLine("on_backup", backup().port(), SOON);
        servers.mark();
        assertThat(Attempts.await(servers, "REGISTER", primary(), 3)).isNotEmpty();
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_backup");
        primary().up();
        phone.awaitLine("on_primary", primary().port(), SOON);
    }

    @Test
    public void V4_elseItGoesBackAfterTheDelayFromTheFirstAnswer() throws Exception {
        PhoneProcess phone =
                onBackup(
                        file().set("prefer_primary_server", 0)
                                .set("DBID_SIP_BACK_TO_PRISERVER_DELAY_TIME", 50));
        primary().up();
        phone.awaitLine("on_primary", primary().port(), SOON);
        List<TraceLine> answers =
                servers.trace().stream().filter(l -> l.isAnswer(200, primary().port())).toList();
        assertAbout(msBetween(answers, servers.sends("REGISTER", primary())), 2_500);
    }

    @Test
    public void V5_theRefreshIsDueAtHalfThePeriod() throws Exception {
        phone(file().set("register_refresh_interval", 40), FAST).awaitState("on_primary", SOON);
        List<List<TraceLine>> asked = Attempts.await(servers, "REGISTER", primary(), 4);
        Attempts.periods(asked).forEach(ms -> assertAbout(ms, 1_000));
        assertThat(Attempts.field(asked.get(3).get(0), "Expires")).isEqualTo("Expires: 40");
    }

    @Test
    public void V5_orAtHalfOfWhatIsGranted() throws Exception {
        primary().grantExpires(80);
        phone(file().set("register_refresh_interval", 3_600), FAST).awaitState("on_primary", SOON);
        List<List<TraceLine>> asked = Attempts.await(servers, "REGISTER", primary(), 3);
        Attempts.periods(asked).forEach(ms -> assertAbout(ms, 2_000));
        assertThat(Attempts.field(asked.get(2).get(0), "Expires")).isEqualTo("Expires: 3600");
    }

    @Test
    public void V6_2000MsAreThreeSendsOfARegister() throws Exception {
        primary().silent();
        PhoneProcess phone = phone(file().set("DBID_SIP_REGISTER_TIMEOUT_TIMER", 2_000));
        phone.awaitLine("on_backup", backup().port(), SOON);
        List<TraceLine> first = servers.sends("REGISTER", primary());
        assertThat(first).hasSize(3);
        assertAbout(msBetween(first, servers.sends("REGISTER", backup())), 2_000);
    }

    @Test
    public void V6_optionsHaveATimeOutOfTheirOwn() throws Exception {
        FlyingvoiceFile file =
                file().set("primary_server_detect_interval", 3)
                        .set("max_detect_fail_count", 0)
                        .set("DBID_SIP_REGISTER_TIMEOUT_TIMER", 10_000)
                        .set("DBID_SIP_OPTIONS_TIMEOUT_TIMER", 1_200);
        PhoneProcess phone = phone(file);
        phone.awaitState("on_primary", SOON);
        servers.mark();
        primary().silent();
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(servers.transitions("heartbeat_lost")).isEqualTo(1);
        List<TraceLine> moved = servers.sends("REGISTER", backup());
        List<TraceLine> lost =
                beats(1).stream()
                        .filter(beat -> beat.get(0).at().isBefore(moved.get(0).at()))
                        .reduce((one, next) -> next)
                        .orElseThrow();
        assertThat(lost).hasSize(2);
        assertAbout(msBetween(lost, moved), 1_200);
    }

    @Test
    public void V8_theKeepAliveGoesToTheServerInUse() throws Exception {
        PhoneProcess phone = onPrimary(file().set("nat_keepalive_interval", 20));
        int before = primary().keepAliveCount();
        until("keep-alives", () -> primary().keepAliveCount() > before + 2);
        assertThat(backup().keepAliveCount()).isZero();
        primary().silent();
        phone.awaitLine("on_backup", backup().port(), SOON);
        until("keep-alives at the backup", () -> backup().keepAliveCount() > 1);
    }

    @Test
    public void V8_theLocalPortIsDrawnFromTheRange() throws Exception {
        onPrimary(file().set("min_random_sip_port", 52_000).set("max_random_sip_port", 52_099));
        assertThat(localPort()).isBetween(52_000, 52_099);
    }

    @Test
    public void V8_withoutRandomPortsItIsTheConfiguredOne() throws Exception {
        int port = Ports.free();
        onPrimary(file().set("random_sip_port", 0).set("local_sip_port", port));
        assertThat(localPort()).isEqualTo(port);
    }

    private int localPort() {
        return primary().received("REGISTER").get(0).remote().getPort();
    }

    @Test
    public void V9_theServerLeftLosesTheBinding() throws Exception {
        PhoneProcess phone = onBackup(file());
        primary().up();
        phone.awaitLine("on_primary", primary().port(), SOON);
        until("the binding's removal", () -> !removals().isEmpty());
        until("one binding", () -> backup().bindings("100").size() == 1);
        assertThat(backup().bindings("100")).extracting("server").containsExactly("primary");
    }

    @Test
    public void V9_orKeepsItIfTheFileSaysSo() throws Exception {
        PhoneProcess phone = onBackup(file().set("remove_last_registration", 0));
        primary().up();
        phone.awaitLine("on_primary", primary().port(), SOON);
        // Two more intervals, in which a removal would have come.
        servers.mark();
        beats(2);
        assertThat(removals()).isEmpty();
        assertThat(backup().bindings("100")).hasSize(2);
    }

    @Test
    public void requestsCarryWhatTheFileAsksFor() throws Exception {
        primary().challenge(true);
        FlyingvoiceFile file =
                file().set("rport", 0).set("ob_proxy_in_dialog", 1).set("initial_auth", 1);
        PhoneProcess phone = onPrimary(file);
        SipMessage first = primary().received("REGISTER").get(0).message();
        assertThat(first.first("Authorization").orElseThrow())
                .contains("username=\"100\"", "nonce=\"\"", "response=\"\"");
        assertThat(first.first("Via").orElseThrow()).doesNotContain("rport");

        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
        String route = "Route: <sip:127.0.0.1:" + primary().port() + ";lr>";
        assertThat(servers.sends("BYE", primary()).get(0).text()).contains(route);
        assertThat(servers.sends("INVITE", primary()).get(0).text()).doesNotContain("Route:");
    }

    private List<Recorded> removals() {
        return backup().received(
                        m -> m.method().equals("REGISTER") && m.seconds("Expires").get() == 0);
    }
}
