// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.Scene.until;

import java.time.Duration;
import java.util.List;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.Step;
import org.linekeeper.lab.sip.SipMessage;

/** V3, V5, V6 and V8 on the wire; V1, V2, V4, V7, V9 and V10 have files of their own. */
@Category(Full.class)
public class FlyingvoiceIT extends FlyingvoiceWire {
    /** More than 64 × T1. */
    private static final Duration WHOLE = Duration.ofSeconds(45);

    @Test
    public void V3_aRegisterWithoutAnAnswerMovesTheLine() throws Exception {
        primary().silent();
        PhoneProcess phone = phone(file(), FAST);
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertAbout(
                msBetween(
                        servers.sends("REGISTER", primary()), servers.sends("REGISTER", backup())),
                2_000);
    }

    /** No heartbeat and a refresh each second: what moves the line is a request that fails. */
    private FlyingvoiceFile unwatched() {
        return file().patient()
                .set("primary_server_detect_interval", 0)
                .set("register_refresh_interval", 40)
                .set("prefer_primary_server", 0);
    }

    private PhoneProcess movedWithItsCall(FlyingvoiceFile file, Runnable failure) throws Exception {
        PhoneProcess phone = onPrimary(file.set("register_refresh_interval", 36_000));
        failure.run();
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", WHOLE);
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(backup().received("INVITE")).isNotEmpty();
        return phone;
    }

    @Test
    public void V3_500And503ToARefreshMoveTheLine() throws Exception {
        for (int code : new int[] {500, 503}) {
            primary().up();
            PhoneProcess phone = onPrimary(unwatched());
            primary().code("REGISTER", code);
            phone.awaitLine("on_backup", backup().port(), SOON);
            servers.awaitTransitions("response_" + code, 1);
            phone.stop();
        }
    }

    @Test
    public void V3_anyOtherRefusalDoesNot() throws Exception {
        PhoneProcess phone = onPrimary(unwatched());
        primary().code("REGISTER", 404);
        phone.awaitState("unregistered", SOON);
        assertThat(backup().received("REGISTER")).isEmpty();
    }

    @Test
    public void V3_aClosedPortMovesTheLineAtOnce() throws Exception {
        PhoneProcess phone = onPrimary(unwatched());
        primary().closeSockets();
        phone.awaitLine("on_backup", backup().port(), SOON);
        servers.awaitTransitions("icmp", 1);
    }

    @Test
    public void V3_aRefusedConnectionMovesTheLine() throws Exception {
        PhoneProcess phone = onPrimary(unwatched().set("transport", "TCP"));
        primary().closeSockets();
        phone.awaitLine("on_backup", backup().port(), SOON);
        until(
                "the switch is counted",
                () -> servers.transitions("tcp_refused") + servers.transitions("tcp_closed") == 1);
    }

    @Test
    public void V3_500And503ToAnInviteMoveTheLineAndTheCall() throws Exception {
        for (int code : new int[] {500, 503}) {
            primary().up();
            movedWithItsCall(unwatched(), () -> primary().code("INVITE", code)).stop();
        }
    }

    @Test
    public void V3_soDoesAnInviteToAClosedPort() throws Exception {
        movedWithItsCall(unwatched(), primary()::closeSockets);
        servers.awaitTransitions("icmp", 1);
    }

    /** It has no time-out of its own. */
    @Test
    public void V3_soDoesAnInviteWithoutAnAnswerAfter32S() throws Exception {
        movedWithItsCall(unwatched(), () -> primary().script("INVITE", Step.nothing()));
        assertThat(servers.sends("INVITE", primary())).hasSize(7);
        assertWhole(servers.sends("INVITE", primary()), servers.sends("REGISTER", backup()));
    }

    private static void assertWhole(List<TraceLine> first, List<TraceLine> then) {
        assertAbout(msBetween(first, then), 32_000);
    }

    @Test
    public void V5_theRefreshIsDueAtHalfThePeriod() throws Exception {
        List<List<TraceLine>> asked = refreshes(40, 40);
        assertPeriod(asked, 1_000);
        assertThat(Attempts.field(asked.get(3).get(0), "Expires")).isEqualTo("Expires: 40");
    }

    @Test
    public void V5_orAtHalfOfWhatIsGranted() throws Exception {
        List<List<TraceLine>> asked = refreshes(3_600, 40);
        assertPeriod(asked, 1_000);
        assertThat(Attempts.field(asked.get(3).get(0), "Expires")).isEqualTo("Expires: 3600");
    }

    @Test
    public void V5_whicheverIsEarlier() throws Exception {
        assertPeriod(refreshes(40, 3_600), 1_000);
    }

    private List<List<TraceLine>> refreshes(int asked, int granted) throws Exception {
        primary().grantExpires(granted);
        onPrimary(file().patient().set("register_refresh_interval", asked));
        return Attempts.await(servers, "REGISTER", primary(), 4);
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
    public void V6_withoutATimeOutARegisterHasTheWhole32S() throws Exception {
        primary().silent();
        PhoneProcess phone = phone(file().set("DBID_SIP_REGISTER_TIMEOUT_TIMER", 0));
        phone.awaitLine("on_backup", backup().port(), WHOLE);
        List<TraceLine> first = servers.sends("REGISTER", primary());
        assertThat(first).hasSize(11);
        assertWhole(first, servers.sends("REGISTER", backup()));
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
        servers.awaitTransitions("heartbeat_lost", 1);
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
        long first = keepAliveAfter(primary().keepAliveCount());
        long fifth = keepAliveAfter(primary().keepAliveCount() + 3);
        // Each is seen a moment late, and the first one maybe more so.
        assertThat(fifth - first).isBetween(3_000L, 4_000 + SLACK_MS);
        assertThat(backup().keepAliveCount()).isZero();
        primary().silent();
        phone.awaitLine("on_backup", backup().port(), SOON);
        until("keep-alives at the backup", () -> backup().keepAliveCount() > 1);
    }

    /** When the primary has had more keep-alives than that. */
    private long keepAliveAfter(int count) {
        until("keep-alives", () -> primary().keepAliveCount() > count);
        return System.nanoTime() / 1_000_000;
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
}
