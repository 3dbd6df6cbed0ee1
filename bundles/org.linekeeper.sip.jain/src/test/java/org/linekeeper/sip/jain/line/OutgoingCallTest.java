// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.sip.jain.line.Bench.A;
import static org.linekeeper.sip.jain.line.Bench.AT_A;
import static org.linekeeper.sip.jain.line.Bench.AT_B;
import static org.linekeeper.sip.jain.line.Bench.A_TCP;
import static org.linekeeper.sip.jain.line.Bench.B;

import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.sip.jain.net.FakeWire.Sent;

/** INVITE, CANCEL and BYE from us, in virtual time. */
class OutgoingCallTest {
    private static final String CONTACT = "Contact: <sip:200@198.51.100.7:5062>";
    private static final String ROUTES =
            "Record-Route: <sip:198.51.100.8;lr>, <sip:192.0.2.1;lr;did=7.1>";
    private final Bench bench = new Bench();

    @Test
    void dialsDigitsInTheLinesDomain() {
        bench.invite(AT_A, Budget.sends(4));
        Sent invite = bench.last();
        assertThat(invite.startLine()).isEqualTo("INVITE sip:200@pbx.example SIP/2.0");
        assertThat(invite.target()).isEqualTo(A);
        assertThat(invite.header("From"))
                .startsWith("\"Desk \\\"7\\\"\" <sip:100@pbx.example>;tag=");
        assertThat(invite.header("To")).isEqualTo("<sip:200@pbx.example>");
        assertThat(invite.header("Max-Forwards")).isEqualTo("70");
        assertThat(invite.header("Content-Type")).isEqualTo("application/sdp");
        assertThat(invite.body()).contains("c=IN IP4 192.0.2.100", "m=audio", "a=sendrecv");
    }

    @Test
    void whatIsNoAddressIsNotSent() {
        long id = bench.send(new Request.Invite("c", "sip:<>\r\nX: y"), AT_A, Budget.sends(4));
        assertThat(bench.code(id)).isEqualTo(416);
        assertThat(bench.wire.sent).isEmpty();
    }

    @Test
    void retransmissionsDoubleWithoutT2() {
        long id = bench.invite(AT_A, Budget.WHOLE);
        bench.time.advance(40_000);
        assertThat(bench.instants(bench.sent("INVITE")))
                .containsExactly(0L, 500L, 1500L, 3500L, 7500L, 15_500L, 31_500L);
        assertThat(bench.outcome(id)).contains(new Outcome.NoAnswer(7, 32_000));
    }

    @Test
    void aProvisionalResponseEndsTheBudget() {
        long id = bench.invite(AT_A, Budget.sends(2));
        bench.respond("INVITE", 100);
        bench.respond("INVITE", 180);
        bench.respond("INVITE", 180);
        bench.time.advance(300_000);
        assertThat(bench.outcome(id)).isEmpty();
        assertThat(bench.sent("INVITE")).hasSize(1);
        assertThat(bench.events(LineEvent.Provisional.class))
                .extracting(LineEvent.Provisional::code)
                .containsExactly(100, 180);
    }

    @Test
    void whileItRingsIcmpIsNotItsOwnButAClosedConnectionIs() {
        long udp = bench.invite(AT_A, Budget.sends(2));
        bench.respond("INVITE", 180);
        bench.wire.broken(A, Outcome.Kind.ICMP);
        assertThat(bench.outcome(udp)).isEmpty();
        assertThat(bench.events(LineEvent.FlowLost.class)).hasSize(1);
        long tcp =
                bench.send(new Request.Invite("d", "200"), Hop.direct(0, A_TCP), Budget.sends(2));
        bench.respond("INVITE", 180);
        bench.wire.broken(A_TCP, Outcome.Kind.TCP_CLOSED);
        assertThat(bench.outcome(tcp)).containsInstanceOf(Outcome.Unreachable.class);
    }

    @Test
    void aRefusalIsAcknowledgedInItsTransaction() {
        long id = bench.invite(AT_A, Budget.sends(4));
        Sent invite = bench.last();
        bench.respond("INVITE", 486);
        assertThat(bench.code(id)).isEqualTo(486);
        Sent ack = bench.last();
        assertThat(ack.startLine()).isEqualTo("ACK sip:200@pbx.example SIP/2.0");
        assertThat(ack.header("Via")).isEqualTo(invite.header("Via"));
        assertThat(ack.header("CSeq")).isEqualTo(invite.cseq() + " ACK");
        assertThat(ack.header("To")).contains("tag=remote");
        bench.respond(invite, 486, "remote");
        assertThat(bench.sent("ACK")).as("again for each copy").hasSize(2);
    }

    @Test
    void aChallengedInviteGoesOutAgainAndItsAckIsCredentialled() {
        long id = bench.invite(AT_A, Budget.sends(4));
        Sent first = bench.last();
        bench.respond(
                "INVITE", 407, "Proxy-Authenticate: Digest realm=\"p\", nonce=\"1\", qop=\"auth\"");
        Sent second = bench.last();
        assertThat(second.header("Proxy-Authorization")).contains("uri=\"sip:200@pbx.example\"");
        assertThat(second.header("Call-ID")).isEqualTo(first.header("Call-ID"));
        assertThat(second.header("To")).isEqualTo(first.header("To"));
        assertThat(second.cseq()).isEqualTo(first.cseq() + 1);
        bench.respond("INVITE", 200, CONTACT);
        assertThat(bench.code(id)).isEqualTo(200);
        assertThat(bench.last().header("Proxy-Authorization"))
                .isEqualTo(second.header("Proxy-Authorization"));
    }

    /** Kamailio's nonce is the second it was made in, and a hash of it. */
    @Test
    void theNonceOfA401MayComeAgainWithA407() {
        bench.register(AT_A, Budget.sends(4));
        bench.respond("REGISTER", 401, "WWW-Authenticate: Digest realm=\"p\", nonce=\"1\"");
        bench.respond("REGISTER", 200);
        bench.invite(AT_A, Budget.sends(4));
        bench.respond("INVITE", 407, "Proxy-Authenticate: Digest realm=\"p\", nonce=\"1\"");
        assertThat(bench.sent("INVITE")).hasSize(2);
        assertThat(bench.last().header("Proxy-Authorization")).contains("nonce=\"1\"");
    }

    @Test
    void answeredHungUpByUs() {
        answered(CONTACT, ROUTES);
        Sent ack = bench.last();
        assertThat(ack.startLine()).isEqualTo("ACK sip:200@198.51.100.7:5062 SIP/2.0");
        assertThat(ack.target()).isEqualTo(A);
        assertThat(ack.headers("Route"))
                .containsExactly("<sip:192.0.2.1;lr;did=7.1>", "<sip:198.51.100.8;lr>");
        long bye = bench.send(new Request.Bye("c"), AT_A, Budget.sends(4));
        assertThat(bench.last().startLine()).isEqualTo("BYE sip:200@198.51.100.7:5062 SIP/2.0");
        assertThat(bench.last().cseq()).isEqualTo(ack.cseq() + 1);
        assertThat(bench.last().header("To")).contains("tag=remote");
        bench.respond("BYE", 200);
        assertThat(bench.code(bye)).isEqualTo(200);
    }

    @Test
    void F4_byeOfTheSameDialogAtAnotherServer() {
        answered(CONTACT, ROUTES);
        long first = bench.send(new Request.Bye("c"), AT_A, Budget.sends(1));
        Sent dead = bench.last();
        bench.time.advance(500);
        assertThat(bench.outcome(first)).containsInstanceOf(Outcome.NoAnswer.class);
        long second = bench.send(new Request.Bye("c"), AT_B, Budget.sends(4));
        Sent bye = bench.last();
        assertThat(bye.target()).isEqualTo(B);
        assertThat(bye.header("Call-ID")).isEqualTo(dead.header("Call-ID"));
        assertThat(bye.header("From")).isEqualTo(dead.header("From"));
        assertThat(bye.header("To")).isEqualTo(dead.header("To"));
        assertThat(bye.cseq()).isEqualTo(dead.cseq() + 1);
        assertThat(bye.startLine()).isEqualTo(dead.startLine());
        assertThat(bye.headers("Route"))
                .containsExactly("<sip:192.0.2.2:5070;did=7.1;lr>", "<sip:198.51.100.8;lr>");
        bench.respond("BYE", 481);
        assertThat(bench.code(second)).isEqualTo(481);
    }

    @Test
    void aByeForACallWithoutADialogIsAnsweredHere() {
        long id = bench.send(new Request.Bye("unknown"), AT_A, Budget.sends(4));
        assertThat(bench.code(id)).isEqualTo(481);
        assertThat(bench.wire.sent).isEmpty();
    }

    @Test
    void theAckIsSentAgainForEachCopyOfThe200() {
        answered(CONTACT);
        bench.respond("INVITE", 200, CONTACT);
        assertThat(bench.sent("ACK")).hasSize(2);
        assertThat(bench.sent("ACK").get(1).text()).isEqualTo(bench.sent("ACK").get(0).text());
    }

    @Test
    void asecondForkIsAcknowledgedAndEnded() {
        answered(CONTACT);
        Sent invite = bench.sent("INVITE").get(0);
        bench.respond(invite, 200, "other", "Contact: <sip:201@198.51.100.9>");
        assertThat(bench.sent("ACK")).hasSize(2);
        Sent bye = bench.last();
        assertThat(bye.startLine()).isEqualTo("BYE sip:201@198.51.100.9 SIP/2.0");
        assertThat(bye.header("To")).contains("tag=other");
        assertThat(bench.events(LineEvent.LateSuccess.class)).isEmpty();
    }

    @Test
    void cancelledBeforeAnythingCameIsCancelledAtOnce() {
        long id = bench.invite(AT_A, Budget.sends(4));
        bench.cancel(id);
        assertThat(bench.outcome(id)).contains(new Outcome.Cancelled());
        bench.time.advance(1000);
        assertThat(bench.wire.sent).as("nothing more is sent").hasSize(1);
        bench.respond("INVITE", 180);
        assertThat(bench.sent("CANCEL")).as("now it may be").hasSize(1);
    }

    @Test
    void cancelledWhileItRings() {
        long id = bench.invite(AT_A, Budget.sends(4));
        bench.respond("INVITE", 180);
        bench.cancel(id);
        Sent invite = bench.sent("INVITE").get(0);
        Sent cancel = bench.last();
        assertThat(cancel.startLine()).isEqualTo("CANCEL sip:200@pbx.example SIP/2.0");
        assertThat(cancel.header("Via")).isEqualTo(invite.header("Via"));
        assertThat(cancel.header("CSeq")).isEqualTo(invite.cseq() + " CANCEL");
        assertThat(cancel.header("To")).isEqualTo(invite.header("To"));
        bench.respond("CANCEL", 200);
        assertThat(bench.outcome(id)).isEmpty();
        bench.respond("INVITE", 487);
        assertThat(bench.outcome(id)).contains(new Outcome.Cancelled());
        assertThat(bench.sent("ACK")).hasSize(1);
    }

    @Test
    void aChallengeAfterTheCancelIsNotAnswered() {
        long id = bench.invite(AT_A, Budget.sends(4));
        bench.respond("INVITE", 100);
        bench.cancel(id);
        bench.respond("INVITE", 401, "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"");
        assertThat(bench.outcome(id)).contains(new Outcome.Cancelled());
        assertThat(bench.sent("INVITE")).hasSize(1);
    }

    @Test
    void aCancelThatNobodyAnswersIsNoAnswer() {
        Bench counted =
                new Bench(
                        draft ->
                                draft.servers(
                                        java.util.List.of(
                                                org.linekeeper.api.line.Server.at("a.example")
                                                        .with(
                                                                s ->
                                                                        s.transmissions(
                                                                                java.util
                                                                                        .OptionalInt
                                                                                        .of(3))))));
        long id = counted.invite(AT_A, Budget.sends(4));
        counted.respond("INVITE", 180);
        counted.cancel(id);
        counted.time.advance(3500);
        assertThat(counted.outcome(id)).contains(new Outcome.NoAnswer(3, 3500));
    }

    @Test
    void aCancelWithoutAFinalResponseToTheInviteEndsAfterTheWholeTime() {
        long id = bench.invite(AT_A, Budget.sends(4));
        bench.respond("INVITE", 180);
        bench.cancel(id);
        bench.respond("CANCEL", 200);
        bench.time.advance(31_999);
        assertThat(bench.outcome(id)).isEmpty();
        bench.time.advance(1);
        assertThat(bench.outcome(id)).contains(new Outcome.Cancelled());
    }

    @Test
    void anAnswerThatCrossesTheCancelIsEnded() {
        long id = bench.invite(AT_A, Budget.sends(4));
        bench.respond("INVITE", 180);
        bench.cancel(id);
        bench.respond("INVITE", 200, CONTACT);
        assertThat(bench.outcome(id)).contains(new Outcome.Cancelled());
        assertThat(bench.sent("ACK")).hasSize(1);
        assertThat(bench.sent("BYE")).hasSize(1);
    }

    @Test
    void aLateAnswerIsAcknowledgedAndEnded() {
        long id = bench.invite(AT_A, Budget.sends(1));
        bench.time.advance(500);
        assertThat(bench.outcome(id)).contains(new Outcome.NoAnswer(1, 500));
        bench.respond("INVITE", 200, CONTACT);
        assertThat(bench.sent("ACK")).hasSize(1);
        assertThat(bench.sent("BYE")).hasSize(1);
        assertThat(bench.events(LineEvent.LateSuccess.class))
                .containsExactly(new LineEvent.LateSuccess("INVITE", AT_A));
        bench.respond(bench.sent("INVITE").get(0), 200, "remote", CONTACT);
        assertThat(bench.sent("ACK")).hasSize(2);
        assertThat(bench.sent("BYE")).as("once").hasSize(1);
    }

    @Test
    void aLateRingingIsCancelled() {
        bench.invite(AT_A, Budget.sends(1));
        bench.time.advance(20_000);
        bench.respond("INVITE", 180);
        bench.respond("INVITE", 180);
        assertThat(bench.sent("CANCEL")).hasSize(1);
        bench.respond("CANCEL", 200);
        bench.respond("INVITE", 487);
        assertThat(bench.sent("ACK")).hasSize(1);
        bench.time.advance(100_000);
        assertThat(bench.time.waiting()).as("nothing is left behind").isZero();
    }

    @Test
    void asecondTryIsANewDialogUnderTheSameCall() {
        bench.invite(AT_A, Budget.sends(1));
        bench.time.advance(500);
        Sent dead = bench.last();
        long id = bench.invite(AT_B, Budget.sends(4));
        assertThat(bench.last().header("Call-ID")).isNotEqualTo(dead.header("Call-ID"));
        bench.respond("INVITE", 200, CONTACT);
        assertThat(bench.code(id)).isEqualTo(200);
        bench.send(new Request.Bye("c"), AT_B, Budget.sends(4));
        assertThat(bench.last().target()).isEqualTo(B);
    }

    @Test
    void theOtherSideHangsUp() {
        answered(CONTACT);
        Sent invite = bench.sent("INVITE").get(0);
        bench.wire.receive(A, remoteRequest(invite, "BYE", 1));
        assertThat(bench.last().startLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(bench.events(LineEvent.CallEnded.class)).hasSize(1);
        bench.wire.receive(A, remoteRequest(invite, "BYE", 2));
        assertThat(bench.events(LineEvent.CallEnded.class)).hasSize(1);
        bench.line.forget("c");
        bench.time.settle();
        bench.wire.receive(A, remoteRequest(invite, "BYE", 3));
        assertThat(bench.last().startLine()).startsWith("SIP/2.0 481 ");
    }

    static String remoteRequest(Sent invite, String method, int cseq) {
        String contact = invite.header("Contact");
        return method
                + " "
                + contact.substring(1, contact.indexOf('>'))
                + " SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;rport;branch=z9hG4bKr"
                + method
                + cseq
                + "\r\nFrom: "
                + invite.header("To")
                + ";tag=remote\r\nTo: "
                + invite.header("From")
                + "\r\nCall-ID: "
                + invite.header("Call-ID")
                + "\r\nCSeq: "
                + cseq
                + " "
                + method
                + "\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    }

    private void answered(String... headers) {
        long id = bench.invite(AT_A, Budget.sends(4));
        bench.respond("INVITE", 200, headers);
        assertThat(bench.code(id)).isEqualTo(200);
    }
}
