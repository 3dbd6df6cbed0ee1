// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.Scene.until;
import static org.linekeeper.itests.TwoServers.VERDICT_MS;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.LabCall;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Recorded;
import org.linekeeper.lab.server.Step;
import org.linekeeper.lab.sip.SipMessage;

/** F3, F4, F5: which requests of a call move, and what of them stays. */
@Category(Full.class)
public class FanvilCallIT {
    private static final String SDP =
            "v=0\r\no=lab 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                    + "m=audio 40000 RTP/AVP 0\r\n";

    @Rule public final TwoServers servers = new TwoServers();

    private PocketServer primary() {
        return servers.primary();
    }

    private PocketServer backup() {
        return servers.backup();
    }

    private static SipMessage last(PocketServer server, String method) {
        List<Recorded> received = server.received(method);
        return received.get(received.size() - 1).message();
    }

    @Test
    public void F3_theCallerDialsOnce() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        primary().silent();
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        backup().awaitReceived("ACK", 1, SOON);

        List<TraceLine> first = servers.sends("INVITE", primary());
        assertThat(first).hasSize(4);
        assertThat(msBetween(first, servers.sends("REGISTER", backup())))
                .isBetween(VERDICT_MS, VERDICT_MS + SLACK_MS);
        assertThat(servers.story())
                .containsExactly(
                        "INVITE primary", "REGISTER backup", "INVITE backup", "ACK backup");

        SipMessage asked = last(primary(), "INVITE");
        SipMessage again = last(backup(), "INVITE");
        assertThat(again.from().uri()).isEqualTo(asked.from().uri());
        assertThat(again.to().uri()).isEqualTo(asked.to().uri());
        assertThat(again.uri()).isEqualTo(asked.uri());
        assertThat(phone.call(call).getAsJsonObject("target").get("port").getAsInt())
                .isEqualTo(backup().port());
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_backup");
    }

    @Test
    public void F3_aChallengeOfTheBackupIsAnsweredThereAndNowhereElse() throws Exception {
        primary().challenge(true);
        backup().challenge(true);
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        primary().silent();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);

        // Collapsed: the challenged request and its answer are one entry.
        assertThat(servers.story().subList(0, 2))
                .containsExactly("INVITE primary", "REGISTER backup");
        assertThat(servers.story().stream().skip(1)).noneMatch(words -> words.endsWith("primary"));
        assertThat(last(backup(), "REGISTER").first("Authorization")).isPresent();
        assertThat(last(backup(), "INVITE").first("Proxy-Authorization")).isPresent();
        assertThat(backup().sent(m -> m.code() == 401)).isNotEmpty();
        assertThat(backup().sent(m -> m.code() == 407)).isNotEmpty();
    }

    @Test
    public void F3_aProvisionalResponseIsAnAnswer() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        primary()
                .script(
                        "INVITE",
                        exchange -> {
                            exchange.respond(100);
                            exchange.after(Duration.ofMillis(2 * VERDICT_MS), exchange::accept);
                        });
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).containsExactly("INVITE primary", "ACK primary");
        assertThat(backup().received()).isEmpty();
    }

    @Test
    public void F3_aLateAcceptanceAtTheServerThatWasGivenUpIsEndedThere() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        primary().script("INVITE", Step.lateAcceptance(Duration.ofMillis(3 * VERDICT_MS)));
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        assertThat(backup().calls()).hasSize(1);
        primary().awaitReceived("ACK", 1, SOON);
        primary().awaitReceived("BYE", 1, SOON);
        until("no call is left there", () -> primary().calls().isEmpty());
        assertThat(phone.call(call).get("state").getAsString()).isEqualTo("established");
        assertThat(backup().calls()).hasSize(1);
    }

    @Test
    public void F4_byeFollowsTheLine() throws Exception {
        // With this T1 the BYE is under way for 3 s.
        PhoneProcess phone = servers.phoneOnPrimary(servers.file(200));
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        assertThat(primary().calls()).hasSize(1);

        primary().silent();
        servers.mark();
        phone.hangUp(call);
        JsonObject ended = phone.awaitCall(call, "state", "ended", SOON);
        assertThat(ended.get("bye").getAsString()).isEqualTo("pending");
        phone.awaitCall(call, "bye", "ok", SOON);

        assertThat(servers.sends("BYE", primary())).hasSize(4);
        assertThat(servers.story()).containsExactly("BYE primary", "REGISTER backup", "BYE backup");
        SipMessage invite = last(primary(), "INVITE");
        SipMessage dead = last(primary(), "BYE");
        SipMessage bye = last(backup(), "BYE");
        assertThat(bye.callId()).isEqualTo(invite.callId());
        assertThat(bye.first("From")).isEqualTo(dead.first("From"));
        assertThat(bye.first("To")).isEqualTo(dead.first("To"));
        assertThat(bye.from().tag()).isEqualTo(invite.from().tag());
        assertThat(bye.to().tag()).isPresent();
        assertThat(bye.cseq().number()).isGreaterThan(dead.cseq().number());
        assertThat(dead.cseq().number()).isGreaterThan(invite.cseq().number());
        assertThat(bye.uri()).isEqualTo(dead.uri());
        assertThat(primary().calls()).isEmpty();
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_backup");
    }

    @Test
    public void F4_onlyTheRouteThatNamesTheDeadServerIsReplaced() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        String dead = "<sip:127.0.0.1:" + primary().port() + ";lr>";
        primary()
                .script(
                        "INVITE",
                        exchange ->
                                exchange.respond(
                                        exchange.response(200)
                                                .plus("Record-Route", "<sip:edge.invalid;lr>")
                                                .plus("Record-Route", dead)
                                                .plus("Contact", "<sip:bob@192.0.2.9:5070>")
                                                .withBody("application/sdp", SDP)));
        backup().script("BYE", Step.answer(200));
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        primary().silent();
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);

        assertThat(last(primary(), "BYE").list("Route"))
                .containsExactly(dead, "<sip:edge.invalid;lr>");
        List<String> routes = last(backup(), "BYE").list("Route");
        assertThat(routes).hasSize(2);
        assertThat(routes.get(0)).startsWith("<sip:127.0.0.1:" + backup().port()).contains(";lr");
        assertThat(routes.get(1)).isEqualTo("<sip:edge.invalid;lr>");
        assertThat(last(backup(), "BYE").uri()).isEqualTo("sip:bob@192.0.2.9:5070");
    }

    @Test
    public void F4_byeFollowsTheLineOnItsWayBackToo() throws Exception {
        PhoneProcess phone = servers.phoneOnBackup(servers.file(), "--time-scale", "20");
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        primary().up();
        phone.awaitLine("on_primary", primary().port(), SOON);
        backup().silent();
        servers.mark();
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
        // The line is registered there already.
        assertThat(servers.story()).startsWith("BYE backup", "BYE primary");
        assertThat(servers.sends("BYE", backup())).hasSize(4);
        assertThat(backup().calls()).isEmpty();
    }

    @Test
    public void F4_a481AtTheBackupIsSuccess() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        primary().silent();
        backup().script("BYE", Step.answer(481));
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
        assertThat(backup().received("BYE")).isNotEmpty();
    }

    @Test
    public void F5_anOptionsIsNotSentElsewhereAndItsTimeOutTriggersARegister() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        primary().silent();
        phone.options();
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(servers.story())
                .containsExactly("OPTIONS primary", "REGISTER primary", "REGISTER backup");
        assertThat(servers.sends("OPTIONS", primary())).hasSize(4);
        assertThat(servers.sends("REGISTER", primary())).hasSize(4);
    }

    @Test
    public void F5_aCancelIsNotSentElsewhereAndItsTimeOutTriggersARegister() throws Exception {
        // With this T1 the CANCEL is under way for 3 s.
        PhoneProcess phone = servers.phoneOnPrimary(servers.file(200));
        primary().script("INVITE", Step.ringingThenNothing());
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "ringing", SOON);
        primary().silent();
        phone.hangUp(call);
        JsonObject ended = phone.awaitCall(call, "state", "ended", SOON);
        assertThat(ended.get("bye").getAsString()).isEqualTo("pending");
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(servers.story())
                .containsExactly(
                        "INVITE primary", "CANCEL primary", "REGISTER primary", "REGISTER backup");
        assertThat(servers.sends("CANCEL", primary())).hasSize(4);
        assertThat(phone.call(call).get("bye").getAsString()).isEqualTo("failed");
    }

    @Test
    public void F5_aCallThatIsAcceptedWhileItIsCancelledEndsWithABye() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        primary()
                .script(
                        "INVITE",
                        exchange -> {
                            exchange.respond(180);
                            exchange.ignoreCancel();
                            exchange.after(Duration.ofMillis(VERDICT_MS), exchange::accept);
                        });
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "ringing", SOON);
        phone.hangUp(call);
        primary().awaitReceived("CANCEL", 1, SOON);
        phone.awaitCall(call, "bye", "ok", SOON);
        assertThat(servers.story())
                .containsExactly("INVITE primary", "CANCEL primary", "ACK primary", "BYE primary");
        assertThat(primary().calls()).isEmpty();
        assertThat(backup().received()).isEmpty();
    }

    @Test
    public void anIncomingCallRingsIsHeldUpdatedAndEnded() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        LabCall caller = primary().callTo("100").awaitRinging(SOON);
        String call = phone.awaitRinging(SOON);
        phone.answer(call);
        caller.awaitAnswered(SOON);
        phone.awaitCall(call, "state", "established", SOON);

        String hold = caller.offer().replace("a=sendrecv", "a=sendonly");
        SipMessage held = caller.reInvite(hold).awaitFinal(SOON);
        assertThat(held.code()).isEqualTo(200);
        assertThat(held.bodyText()).contains("a=recvonly");
        assertThat(caller.update(caller.offer()).awaitFinal(SOON).bodyText())
                .contains("a=sendrecv");
        assertThat(caller.update().awaitFinal(SOON).code()).isEqualTo(200);

        assertThat(caller.hangUp().awaitFinal(SOON).code()).isEqualTo(200);
        phone.awaitCall(call, "state", "ended", SOON);
    }

    @Test
    public void aThirdCallIsBusyAndARefusedOneToo() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        LabCall first = primary().callTo("100").awaitRinging(SOON);
        String call = phone.awaitRinging(SOON);
        primary().callTo("100").awaitRinging(SOON);
        assertThat(primary().callTo("100").awaitFinal(SOON).code()).isEqualTo(486);
        phone.hangUp(call);
        assertThat(first.awaitFinal(SOON).code()).isEqualTo(486);
        until("one call is left", () -> phone.metric("linekeeper_calls{line=\"1\"}") == 1);
    }

    @Test
    public void aCallerWhoGivesUpStopsTheRinging() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        LabCall caller = primary().callTo("100").awaitRinging(SOON);
        String call = phone.awaitRinging(SOON);
        caller.cancel();
        assertThat(caller.awaitFinal(SOON).code()).isEqualTo(487);
        phone.awaitCall(call, "state", "ended", SOON);
    }
}
