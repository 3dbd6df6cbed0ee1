// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.lab.sip.SipMessage;

final class CallsTest {

    private final Bindings bindings = new Bindings();
    private final Dialogs dialogs = new Dialogs();
    private PocketServer server;
    private PocketServer backup;
    private Phone phone;
    private Phone other;

    @BeforeEach
    void start() throws Exception {
        server = PocketServer.named("primary").bindings(bindings).dialogs(dialogs).start();
        server.timers(ofMillis(50), ofMillis(100));
        backup = PocketServer.named("backup").bindings(bindings).dialogs(dialogs).start();
        phone = new Phone("100");
        other = new Phone("200");
    }

    @AfterEach
    void stop() {
        phone.close();
        other.close();
        server.close();
        backup.close();
    }

    private SipMessage callNumber() throws Exception {
        phone.send(server, phone.invite("555", "call"));
        phone.expect(180);
        return phone.expect(200);
    }

    @Test
    void aDialledNumberRingsAnswersAndRepeatsItsAnswerUntilAck() throws Exception {
        SipMessage ok = callNumber();
        assertThat(ok.bodyText()).contains("m=audio 40000 RTP/AVP 0\r\n");
        assertThat(phone.expect(200).encode()).isEqualTo(ok.encode());
        phone.send(server, phone.inDialog(ok, "ACK", 1));
        server.awaitReceived("ACK", 1, Phone.SOON);
        while (phone.receive(Phone.NEVER).isPresent()) {
            assertThat(server.sent().size()).isLessThan(50);
        }
        assertThat(server.calls()).hasSize(1);
        assertThat(phone.ask(server, phone.inDialog(ok, "BYE", 2)).code()).isEqualTo(200);
        assertThat(phone.ask(server, phone.inDialog(ok, "BYE", 3)).code()).isEqualTo(481);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void aCallWithoutAckIsEndedByTheServer() throws Exception {
        server.timers(ofMillis(2), ofMillis(40));
        callNumber();
        SipMessage next = phone.receive();
        while (!next.isRequest()) {
            next = phone.receive();
        }
        assertThat(next.method()).isEqualTo("BYE");
        assertThat(next.uri()).isEqualTo("sip:100@127.0.0.1:" + phone.socket.getLocalPort());
    }

    @Test
    void cancelEndsTheRinging() throws Exception {
        server.answerAfter(Duration.ofMinutes(1));
        SipMessage invite = phone.invite("555", "call");
        phone.send(server, invite);
        phone.expect(180);
        SipMessage cancel =
                phone.request("CANCEL", invite.uri(), "call", 1)
                        .with("Via", invite.first("Via").orElseThrow());
        phone.send(server, cancel);
        assertThat(phone.expect(200).method()).isEqualTo("CANCEL");
        assertThat(phone.expect(487).method()).isEqualTo("INVITE");
        SipMessage stray = cancel.withTopVia(v -> v.with("branch", "z9hG4bKother"));
        assertThat(phone.ask(server, stray).code()).isEqualTo(481);
    }

    @Test
    void aBackupThatSharesDialogsTakesTheBye() throws Exception {
        server.recordRoute(true);
        SipMessage ok = callNumber();
        assertThat(ok.first("Record-Route")).contains("<sip:127.0.0.1:" + server.port() + ";lr>");
        phone.send(server, phone.inDialog(ok, "ACK", 1));
        server.awaitReceived("ACK", 1, Phone.SOON);
        server.closeSockets();
        SipMessage bye = phone.inDialog(ok, "BYE", 2).without("Route");
        try (PocketServer stranger = PocketServer.start("stranger")) {
            assertThat(phone.ask(stranger, phone.next(bye)).code()).isEqualTo(481);
        }
        assertThat(phone.ask(backup, bye).code()).isEqualTo(200);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void refusesACSeqThatFallsInADialog() throws Exception {
        SipMessage ok = callNumber();
        phone.send(server, phone.inDialog(ok, "ACK", 1));
        server.awaitReceived("ACK", 1, Phone.SOON);
        assertThat(phone.ask(server, phone.inDialog(ok, "INFO", 5)).code()).isEqualTo(200);
        assertThat(phone.ask(server, phone.inDialog(ok, "BYE", 4)).code()).isEqualTo(500);
    }

    @Test
    void holdIsAnswered() throws Exception {
        SipMessage ok = callNumber();
        phone.send(server, phone.inDialog(ok, "ACK", 1));
        server.awaitReceived("ACK", 1, Phone.SOON);
        String hold = "v=0\r\nm=audio 5000 RTP/AVP 8\r\na=sendonly\r\nm=video 6 RTP/AVP 96\r\n";
        SipMessage update = phone.inDialog(ok, "UPDATE", 2).withBody("application/sdp", hold);
        assertThat(phone.ask(server, update).bodyText())
                .contains("m=audio 40000 RTP/AVP 8\r\nm=video 0 RTP/AVP 96\r\na=recvonly");
        SipMessage refresh = phone.ask(server, phone.inDialog(ok, "UPDATE", 3));
        assertThat(refresh.first("Content-Type")).isEmpty();
    }

    @Test
    void twoPhonesCallEachOtherThroughTheServer() throws Exception {
        phone.ask(server, phone.register(1, 60));
        other.ask(server, other.register(1, 60));
        phone.send(server, phone.invite("200", "relayed"));
        SipMessage invite = other.expect("INVITE");
        assertThat(invite.uri()).isEqualTo("sip:200@127.0.0.1:" + other.socket.getLocalPort());
        assertThat(invite.first("Max-Forwards")).contains("69");
        other.send(server, other.response(invite, 180));
        phone.expect(180);
        other.send(server, other.response(invite, 200).with("Call-ID", "relayed"));
        SipMessage ok = phone.expect(200);
        assertThat(ok.list("Via")).hasSize(1);
        phone.send(server, phone.inDialog(ok, "ACK", 1));
        other.expect("ACK");
        phone.send(server, phone.inDialog(ok, "BYE", 2));
        SipMessage bye = other.expect("BYE");
        assertThat(bye.list("Route")).isEmpty();
        other.send(server, SipMessage.response(bye, 200));
        assertThat(phone.expect(200).method()).isEqualTo("BYE");
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void aRelayedCallIsCancelledAtTheCallee() throws Exception {
        other.ask(server, other.register(1, 60));
        SipMessage invite = phone.invite("200", "relayed");
        phone.send(server, invite);
        SipMessage offered = other.expect("INVITE");
        other.send(server, other.response(offered, 180));
        phone.expect(180);
        phone.send(
                server,
                phone.request("CANCEL", invite.uri(), "relayed", 1)
                        .with("Via", invite.first("Via").orElseThrow()));
        assertThat(phone.expect(200).method()).isEqualTo("CANCEL");
        SipMessage cancel = other.expect("CANCEL");
        assertThat(cancel.topVia()).isEqualTo(offered.topVia());
        other.send(server, SipMessage.response(cancel, 200));
        other.send(server, other.response(offered, 487));
        other.expect("ACK");
        phone.expect(487);
    }

    @Test
    void theServerRingsAPhoneAndHangsUp() throws Exception {
        phone.ask(server, phone.register(1, 60));
        LabCall call = server.callTo("100");
        SipMessage invite = phone.expect("INVITE");
        phone.send(server, phone.response(invite, 180));
        call.awaitRinging(Phone.SOON);
        phone.send(server, phone.response(invite, 200));
        call.awaitAnswered(Phone.SOON);
        assertThat(phone.expect("ACK").cseq().number()).isEqualTo(1);
        LabRequest again = call.reInvite(call.offer());
        SipMessage reInvite = phone.expect("INVITE");
        assertThat(reInvite.to().tag()).contains("t100");
        phone.send(server, phone.response(reInvite, 200));
        assertThat(phone.expect("ACK").cseq()).hasToString("2 ACK");
        again.awaitCode(200, Phone.SOON);
        call.hangUp();
        SipMessage bye = phone.expect("BYE");
        assertThat(bye.cseq().number()).isEqualTo(3);
        assertThat(call.isLive()).isFalse();
    }

    @Test
    void thePhoneEndsTheServersCallAtTheBackup() throws Exception {
        LabCall call = server.callTo("sip:100@127.0.0.1:" + phone.socket.getLocalPort());
        SipMessage invite = phone.expect("INVITE");
        phone.send(server, phone.response(invite, 200));
        phone.expect("ACK");
        SipMessage bye =
                phone.request("BYE", invite.contacts().get(0).uri(), invite.callId(), 1)
                        .with("From", invite.first("To").orElseThrow() + ";tag=t100")
                        .with("To", invite.first("From").orElseThrow());
        assertThat(phone.ask(backup, bye).code()).isEqualTo(200);
        call.awaitEnded(Phone.SOON);
    }

    @Test
    void theServerTakesItsCallBack() throws Exception {
        phone.ask(server, phone.register(1, 60));
        LabCall call = server.callTo("100");
        SipMessage invite = phone.expect("INVITE");
        call.cancel();
        assertThat(phone.receive().method()).isEqualTo("INVITE"); // no CANCEL before a 1xx
        phone.send(server, phone.response(invite, 180));
        SipMessage next = phone.receive();
        while (next.method().equals("INVITE")) {
            next = phone.receive();
        }
        assertThat(next.method()).isEqualTo("CANCEL");
        phone.send(server, SipMessage.response(next, 200));
        phone.send(server, phone.response(invite, 487));
        assertThat(call.awaitFinal(Phone.SOON).code()).isEqualTo(487);
        assertThatThrownBy(call::hangUp).hasMessage("the call is not accepted yet");
        assertThatThrownBy(() -> server.callTo("300")).hasMessage("300 is not registered");
    }

    @Test
    void aScriptedCallIsAcceptedTwiceOrTooLate() throws Exception {
        server.script("INVITE", Step.acceptTwice(), Step.lateAcceptance(ofMillis(100)));
        phone.send(server, phone.invite("555", "twice"));
        SipMessage first = phone.expect(200);
        SipMessage second = phone.expect(200);
        assertThat(first.to().tag()).isNotEqualTo(second.to().tag());
        for (SipMessage ok : new SipMessage[] {first, second}) {
            phone.send(server, phone.inDialog(ok, "ACK", 1));
        }
        server.awaitReceived("ACK", 2, Phone.SOON);
        assertThat(server.answeredCalls()).hasSize(2);
        server.timers(ofMillis(500), ofMillis(4_000));
        SipMessage late = phone.invite("555", "late");
        phone.send(server, late);
        phone.send(
                server,
                phone.request("CANCEL", late.uri(), "late", 1)
                        .with("Via", late.first("Via").orElseThrow()));
        SipMessage cancelled = phone.receive();
        while (cancelled.method().equals("INVITE") && cancelled.callId().equals("twice")) {
            cancelled = phone.receive();
        }
        assertThat(cancelled.method()).isEqualTo("CANCEL");
        assertThat(phone.expect(200).callId()).isEqualTo("late");
    }

    @Test
    void challengesAnInviteWith407() throws Exception {
        try (PocketServer strict = PocketServer.named("strict").user("100", "pw").start()) {
            SipMessage invite = phone.invite("555", "call");
            SipMessage challenge = phone.ask(strict, invite);
            assertThat(challenge.code()).isEqualTo(407);
            phone.send(strict, phone.authorized(invite, challenge, "pw", 1));
            phone.expect(180);
        }
    }

    @Test
    void aSubscriptionIsNotifiedRefreshedAndEnded() throws Exception {
        SipMessage subscribe =
                phone.request("SUBSCRIBE", "sip:100@lab", "sub", 1)
                        .plus("Contact", phone.contact())
                        .plus("Event", "message-summary")
                        .plus("Expires", "60");
        SipMessage ok = phone.ask(server, subscribe);
        assertThat(ok.first("Expires")).contains("60");
        SipMessage notify = phone.expect("NOTIFY");
        assertThat(notify.first("Subscription-State")).contains("active;expires=60");
        assertThat(notify.bodyText()).startsWith("Messages-Waiting: no");
        phone.send(server, SipMessage.response(notify, 200));
        SipMessage end =
                phone.inDialog(ok, "SUBSCRIBE", 2)
                        .plus("Contact", phone.contact())
                        .plus("Event", "message-summary")
                        .plus("Expires", "0");
        assertThat(phone.ask(backup, end).code()).isEqualTo(200);
        SipMessage last = phone.expect("NOTIFY");
        assertThat(last.first("Subscription-State")).contains("terminated;reason=timeout");
        assertThat(last.cseq().number()).isGreaterThan(notify.cseq().number());
        assertThat(phone.ask(backup, phone.next(end)).code()).isEqualTo(481);
    }
}
