// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.sip.jain.Phone.SOON;
import static org.linekeeper.sip.jain.Phone.backup;
import static org.linekeeper.sip.jain.Phone.code;
import static org.linekeeper.sip.jain.Phone.hop;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.SessionTimer;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.lab.server.Dialogs;
import org.linekeeper.lab.server.LabCall;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Step;
import org.linekeeper.lab.sip.SipMessage;

/** Calls on loopback against pocket servers that share their dialogs. */
class CallTest {
    private final Dialogs dialogs = new Dialogs();
    private final PocketServer a =
            PocketServer.named("a").user("100", "secret").dialogs(dialogs).start();
    private final PocketServer b =
            PocketServer.named("b").user("100", "secret").dialogs(dialogs).start();
    private final Phone phone = new Phone();

    @AfterEach
    void close() {
        phone.close();
        a.close();
        b.close();
    }

    @Test
    void dialsRingsIsAnsweredAndHangsUp() {
        a.answerAfter(Duration.ofMillis(100)).recordRoute(true);
        phone.call(hop(a));
        assertThat(phone.event(LineEvent.Provisional.class, p -> p.code() == 180)).isNotNull();
        a.awaitReceived("ACK", 1, SOON);
        assertThat(a.answeredCalls()).hasSize(1);
        assertThat(code(bye(hop(a)))).isEqualTo(200);
        assertThat(a.answeredCalls()).isEmpty();
    }

    @Test
    void theOtherSideHangsUp() {
        phone.call(hop(a));
        a.answeredCalls().get(0).hangUp().awaitCode(200, SOON);
        assertThat(phone.event(LineEvent.CallEnded.class).call()).isEqualTo("call");
    }

    @Test
    void F4_byeFollowsTheLineToTheBackup() {
        a.recordRoute(true);
        phone.call(hop(a));
        a.closeSockets();
        assertThat(bye(hop(a))).isInstanceOf(Outcome.Unreachable.class);
        assertThat(code(bye(backup(b)))).isEqualTo(200);
        List<SipMessage> byes = b.received("BYE").stream().map(r -> r.message()).toList();
        SipMessage invite = a.received("INVITE").get(0).message();
        assertThat(byes.get(0).callId()).isEqualTo(invite.callId());
        assertThat(byes.get(0).list("Route"))
                .allSatisfy(r -> assertThat(r).contains(":" + b.port()));
    }

    @Test
    void aBusyNumberIsAResponse() {
        a.code("INVITE", 486);
        Outcome outcome = phone.send(new Request.Invite("call", "200"), hop(a), Budget.sends(4));
        assertThat(code(outcome)).isEqualTo(486);
        a.awaitReceived("ACK", 1, SOON);
    }

    @Test
    void cancelledWhileItRings() {
        a.answerAfter(Duration.ofSeconds(60));
        long id = phone.begin(new Request.Invite("call", "200"), hop(a), Budget.sends(4));
        phone.event(LineEvent.Provisional.class, p -> p.code() == 180);
        phone.line.cancel(id);
        assertThat(phone.outcome(id)).isEqualTo(new Outcome.Cancelled());
        a.awaitReceived("ACK", 1, SOON);
    }

    @Test
    void anAnswerThatCrossesTheCancelIsHungUp() {
        a.script("INVITE", Step.proceed(), Step.lateAcceptance(Duration.ofMillis(300)));
        long id = phone.begin(new Request.Invite("call", "200"), hop(a), Budget.sends(4));
        a.awaitReceived("INVITE", 2, SOON);
        phone.line.cancel(id);
        assertThat(phone.outcome(id)).isEqualTo(new Outcome.Cancelled());
        a.awaitReceived("BYE", 1, SOON);
        a.awaitReceived("ACK", 2, SOON);
    }

    @Test
    void twoForksLeaveOneCall() {
        a.script("INVITE", Step.proceed(), Step.acceptTwice());
        phone.call(hop(a));
        a.awaitReceived("BYE", 1, SOON);
        await().atMost(SOON).until(() -> a.answeredCalls().size() == 1);
    }

    @Test
    void isCalledAnswersAndIsHungUp() {
        phone.line.know(List.of(hop(a)));
        phone.register(a);
        LabCall call = a.callTo("100");
        LineEvent.CallOffered offered = phone.event(LineEvent.CallOffered.class);
        assertThat(offered.hop()).contains(hop(a));
        call.awaitRinging(SOON);
        phone.line.answer(offered.call());
        call.awaitAnswered(SOON);
        assertThat(call.update().awaitFinal(SOON).code()).isEqualTo(200);
        String hold = call.offer().replace("a=sendrecv", "a=sendonly");
        SipMessage held = call.reInvite(hold).awaitFinal(SOON);
        assertThat(held.bodyText()).contains("a=recvonly");
        call.hangUp().awaitCode(200, SOON);
        phone.event(LineEvent.CallEnded.class);
    }

    @Test
    void isCalledAnswersAndHangsUp() {
        phone.register(a);
        LabCall call = a.callTo("100");
        String id = phone.event(LineEvent.CallOffered.class).call();
        phone.line.answer(id);
        call.awaitAnswered(SOON);
        Outcome outcome = phone.send(new Request.Bye(id), hop(a), Budget.sends(4));
        assertThat(code(outcome)).isEqualTo(200);
        call.awaitEnded(SOON);
    }

    @Test
    void refusesACall() {
        phone.register(a);
        LabCall call = a.callTo("100");
        phone.line.end(phone.event(LineEvent.CallOffered.class).call(), 486);
        assertThat(call.awaitFinal(SOON).code()).isEqualTo(486);
    }

    @Test
    void aCallerMayThinkBetterOfIt() {
        phone.register(a);
        LabCall call = a.callTo("100");
        call.awaitRinging(SOON);
        call.cancel();
        assertThat(call.awaitFinal(SOON).code()).isEqualTo(487);
        phone.event(LineEvent.CallEnded.class);
    }

    @Test
    void asksForALongerSessionWhereTheServerDemandsIt() {
        phone.line.configure(
                Phone.config()
                        .with(
                                d ->
                                        d.session(
                                                new SessionTimer(
                                                        120, 90, SessionTimer.Refresher.UAC))));
        a.script(
                "INVITE",
                Step.proceed(),
                x -> x.respond(x.response(422).plus("Min-SE", "600")),
                Step.proceed());
        phone.call(hop(a));
        List<SipMessage> invites = a.received("INVITE").stream().map(r -> r.message()).toList();
        assertThat(invites.get(0).first("Session-Expires")).contains("120;refresher=uac");
        assertThat(invites.get(2).first("Session-Expires")).contains("600;refresher=uac");
        assertThat(invites.get(2).callId()).isEqualTo(invites.get(0).callId());
    }

    private Outcome bye(org.linekeeper.api.line.Hop hop) {
        return phone.send(new Request.Bye("call"), hop, Budget.sends(4));
    }
}
