// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.PlanServers.at;
import static org.linekeeper.itests.PlanServers.redirect;
import static org.linekeeper.itests.PlanServers.ringsAndAcceptsLate;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.msBetween;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Step;
import org.linekeeper.lab.sip.SipMessage;

/** B1 to B7: rules of a dial plan on the wire. */
@Category(Full.class)
public class DialPlanIT {
    @Rule public final PlanServers servers = new PlanServers();

    private PocketServer a() {
        return servers.a();
    }

    private PocketServer b() {
        return servers.b();
    }

    private PocketServer c() {
        return servers.c();
    }

    private static SipMessage invite(PocketServer server) {
        return server.received("INVITE").get(0).message();
    }

    private static void isOver(PhoneProcess phone, String call, int code) throws Exception {
        JsonObject over = phone.awaitCall(call, "state", "failed", SOON);
        assertThat(over.get("code").getAsInt()).isEqualTo(code);
    }

    @Test
    public void B1_anErrorResponseSendsTheInviteToTheNextDestination() throws Exception {
        a().code("INVITE", 486);
        b().code("INVITE", 500);
        PhoneProcess phone = servers.phone(servers.ruleOfAll());
        String call = phone.dial("200");
        JsonObject stands = phone.awaitCall(call, "state", "established", SOON);
        c().awaitReceived("ACK", 1, SOON);

        assertThat(servers.story())
                .containsExactly("INVITE a", "ACK a", "INVITE b", "ACK b", "INVITE c", "ACK c");
        assertThat(invite(a()).uri().toString()).isEqualTo(at("100", a()));
        assertThat(invite(c()).uri().toString()).isEqualTo(at("102", c()));
        assertThat(stands.getAsJsonObject("target").get("port").getAsInt()).isEqualTo(c().port());
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_primary");

        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
        c().awaitReceived("BYE", 1, SOON);
        assertThat(servers.registrar().received("INVITE")).isEmpty();
    }

    @Test
    public void B1_aClosedPortSendsTheInviteToTheNextDestinationAtOnce() throws Exception {
        PhoneProcess phone = servers.phone(servers.ruleOfAll());
        a().closeSockets();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(msBetween(servers.sends("INVITE", a()), servers.sends("INVITE", b())))
                .isLessThan(SLACK_MS);
        assertThat(c().received("INVITE")).isEmpty();
    }

    @Test
    public void B2_eachDestinationIsAskedOverItsOwnTransport() throws Exception {
        a().code("INVITE", 503);
        b().code("INVITE", 503);
        String rule =
                servers.rule(
                        at("100", a()),
                        List.of(at("101", b()), at("102", c()) + "/TCP"),
                        "$transport = TCP");
        PhoneProcess phone = servers.phone(rule);
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.ways()).containsExactly("tcp a", "udp b", "tcp c");
    }

    @Test
    public void B2_aDestinationOverTls() throws Exception {
        Certificate certificate = Certificate.in(servers.directory(), "trusted");
        PocketServer secure = servers.start(PocketServer.named("tls").tls(certificate.context()));
        a().code("INVITE", 503);
        String there = "sip:101@127.0.0.1:" + secure.tlsPort() + "/TLS";
        PhoneProcess phone =
                servers.phone(
                        servers.rule(at("100", a()), List.of(there)),
                        "--tls-ca",
                        certificate.pem().toString());
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        assertThat(servers.ways()).containsExactly("udp a", "tls tls");
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
    }

    @Test
    public void B3_aSilentDestinationIsLeftAfterTheInvitingTime() throws Exception {
        a().silent();
        PhoneProcess phone = servers.phone(servers.ruleOfAll("&failover.timer.inviting = 2"));
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(msBetween(servers.sends("INVITE", a()), servers.sends("INVITE", b())))
                .isBetween(2000L, 2000 + SLACK_MS);
        // Nothing was ever heard of it: no CANCEL (RFC 3261 section 9.1).
        assertThat(a().received("CANCEL")).isEmpty();
    }

    @Test
    public void B3_aLate200OfTheOneLeftBehindIsAcknowledgedAndEnded() throws Exception {
        a().script("INVITE", Step.lateAcceptance(Duration.ofSeconds(2)));
        PhoneProcess phone = servers.phone(servers.ruleOfAll("&failover.timer.inviting = 1"));
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        a().awaitReceived("ACK", 1, SOON);
        a().awaitReceived("BYE", 1, SOON);
        JsonObject stands = phone.call(call);
        assertThat(stands.get("state").getAsString()).isEqualTo("established");
        assertThat(stands.getAsJsonObject("target").get("port").getAsInt()).isEqualTo(b().port());
        assertThat(b().calls()).hasSize(1);
    }

    @Test
    public void B4_ringingTooLongIsCancelledBeforeTheNextOneRings() throws Exception {
        a().script("INVITE", Step.ringingThenNothing());
        PhoneProcess phone = servers.phone(servers.ruleOfAll("&failover.timer.provisional = 2"));
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "ringing", SOON);
        phone.awaitCall(call, "state", "established", SOON);
        a().awaitReceived("CANCEL", 1, SOON);
        assertThat(msBetween(servers.sends("INVITE", a()), servers.sends("CANCEL", a())))
                .isBetween(2000L, 2000 + SLACK_MS);
        assertThat(servers.story()).startsWith("INVITE a", "CANCEL a", "INVITE b");
        assertThat(b().calls()).hasSize(1);
    }

    @Test
    public void B4_aLate200ThatCrossesTheCancelIsAcknowledgedAndEnded() throws Exception {
        a().script("INVITE", ringsAndAcceptsLate(Duration.ofMillis(2500)));
        PhoneProcess phone = servers.phone(servers.ruleOfAll("&failover.timer.provisional = 1"));
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        a().awaitReceived("CANCEL", 1, SOON);
        a().awaitReceived("ACK", 1, SOON);
        a().awaitReceived("BYE", 1, SOON);
        assertThat(phone.call(call).get("state").getAsString()).isEqualTo("established");
        Scene.until("the call left behind is over", () -> a().calls().isEmpty());
        assertThat(b().calls()).hasSize(1);
    }

    @Test
    public void B4_aRuleMayLetItRing() throws Exception {
        a().answerAfter(Duration.ofSeconds(3));
        PhoneProcess phone =
                servers.phone(
                        servers.ruleOfAll(
                                "&failover.timer.provisional = 1",
                                "&failover.timer.ringing = off"));
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).containsExactly("INVITE a", "ACK a");
    }

    @Test
    public void B5_onlyCodesThatThePatternMatchesMoveTheCall() throws Exception {
        a().code("INVITE", 404);
        b().code("INVITE", 503);
        PhoneProcess phone = servers.phone(servers.ruleOfAll("&failover.pattern.response = 4.."));
        isOver(phone, phone.dial("200"), 503);
        assertThat(servers.story()).containsExactly("INVITE a", "ACK a", "INVITE b", "ACK b");
    }

    @Test
    public void B5_timeOutsMoveTheCallWhateverThePatternIs() throws Exception {
        a().silent();
        PhoneProcess phone =
                servers.phone(
                        servers.ruleOfAll(
                                "&failover.pattern.response = 4..",
                                "&failover.timer.inviting = 1"));
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(b().calls()).hasSize(1);
    }

    @Test
    public void B6_aRedirectionIsFollowedInTheOrderOfTheQValues() throws Exception {
        a().script(
                        "INVITE",
                        redirect(
                                302,
                                "<" + at("late", c()) + ">;q=0.2",
                                "\"B\" <" + at("early", b()) + ">;q=0.9"));
        b().code("INVITE", 480);
        PhoneProcess phone = servers.phone(servers.rule(at("100", a()), List.of()));
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story())
                .startsWith("INVITE a", "ACK a", "INVITE b", "ACK b", "INVITE c");
        assertThat(invite(b()).uri().toString()).isEqualTo(at("early", b()));
    }

    @Test
    public void B6_redirectionsInACircleEndAndNobodyIsAskedTwice() throws Exception {
        a().script("INVITE", redirect(302, "<" + at("101", b()) + ">"));
        b().script("INVITE", redirect(301, "<" + at("100", a()) + ">"));
        PhoneProcess phone = servers.phone(servers.rule(at("100", a()), List.of()));
        isOver(phone, phone.dial("200"), 301);
        assertThat(Attempts.of(servers, "INVITE", a())).hasSize(1);
        assertThat(Attempts.of(servers, "INVITE", b())).hasSize(1);
    }

    @Test
    public void B6_withoutRedirectionA302IsAnErrorResponse() throws Exception {
        a().script("INVITE", redirect(302, "<" + at("9", c()) + ">"));
        PhoneProcess phone =
                servers.phone(
                        servers.rule(
                                at("100", a()),
                                List.of(at("101", b())),
                                "&failover.redirection = false"));
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).startsWith("INVITE a", "ACK a", "INVITE b");
        assertThat(c().received("INVITE")).isEmpty();
    }

    @Test
    public void B7_theCallerGetsTheLastErrorResponse() throws Exception {
        a().code("INVITE", 486);
        b().code("INVITE", 603);
        c().silent();
        PhoneProcess phone = servers.phone(servers.ruleOfAll("&failover.timer.inviting = 1"));
        isOver(phone, phone.dial("200"), 603);
    }

    @Test
    public void B7_408WhereNothingEverAnswered() throws Exception {
        a().silent();
        b().silent();
        c().closeSockets();
        PhoneProcess phone = servers.phone(servers.ruleOfAll("&failover.timer.inviting = 1"));
        isOver(phone, phone.dial("200"), 408);
    }

    @Test
    public void B7_aCallThatIsHungUpMeanwhileIsCancelledAndRingsNowhereElse() throws Exception {
        a().script("INVITE", Step.ringingThenNothing());
        PhoneProcess phone = servers.phone(servers.ruleOfAll("&failover.timer.provisional = 3"));
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "ringing", SOON);
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
        assertThat(servers.story()).containsExactly("INVITE a", "CANCEL a", "ACK a");
    }

    @Test
    public void a401IsAnsweredOnceWhereItCameFromBeforeAnyPattern() throws Exception {
        a().challenge(true);
        PhoneProcess phone = servers.phone(servers.ruleOfAll());
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(a().calls()).hasSize(1);
        assertThat(b().received("INVITE")).isEmpty();
    }
}
