// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.sip.jain.line.Bench.A;
import static org.linekeeper.sip.jain.line.Bench.AT_A;
import static org.linekeeper.sip.jain.line.Bench.AT_B;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Profile;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.sip.jain.net.FakeWire.Sent;

/** Requests from outside, in virtual time. */
class IncomingCallTest {
    private static final Target STRANGER = new Target("198.51.100.66", 5060, Transport.UDP, "x");
    private static final String OFFER =
            "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
                    + "m=audio 4000 RTP/AVP 8 0 101\r\na=sendrecv\r\n";
    private static final String HOLD = OFFER.replace("sendrecv", "sendonly");
    private final Bench bench = known(new Bench());

    @Test
    void ringsAndIsAnswered() {
        String call = ringing();
        assertThat(codes()).containsExactly("100", "180");
        assertThat(bench.last().header("To")).contains(";tag=");
        assertThat(bench.last().header("Contact")).isEqualTo("<sip:100@192.0.2.100:5060>");
        assertThat(bench.events(LineEvent.CallOffered.class))
                .containsExactly(
                        new LineEvent.CallOffered(call, "sip:200@pbx.example", Optional.of(AT_A)));
        answer(call);
        assertThat(codes()).containsExactly("100", "180", "200");
        assertThat(bench.last().body()).contains("m=audio 9 RTP/AVP 8 0", "a=sendrecv");
        bench.time.advance(500);
        assertThat(codes()).as("until the ACK").containsExactly("100", "180", "200", "200");
        request("ACK", 1, "");
        bench.time.advance(60_000);
        assertThat(codes()).hasSize(4);
        request("BYE", 2, "");
        assertThat(bench.last().startLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(ended()).containsExactly("hung up by the other side");
    }

    @Test
    void aRepeatedInviteGetsTheSameResponse() {
        ringing();
        invite("1", OFFER);
        assertThat(codes()).containsExactly("100", "180", "180");
        assertThat(bench.events(LineEvent.CallOffered.class)).hasSize(1);
    }

    @Test
    void theSameInviteByAnotherWayIsMerged() {
        ringing();
        invite("other", OFFER);
        assertThat(codes()).endsWith("482");
    }

    @Test
    void refusedByItsUserUntilTheAck() {
        String call = ringing();
        bench.line.end(call, 603);
        bench.time.advance(1600);
        assertThat(codes()).containsExactly("100", "180", "603", "603", "603");
        assertThat(ended()).as("the user knows").isEmpty();
        String ack = text("ACK", "1", 1, "", tag());
        bench.wire.receive(A, ack);
        bench.time.advance(60_000);
        assertThat(codes()).hasSize(5);
    }

    @Test
    void aRefusalWithoutAnAckIsRepeatedForTheWholeTime() {
        bench.line.end(ringing(), 486);
        bench.time.advance(100_000);
        assertThat(bench.instants(bench.sent("SIP/2.0 486")))
                .containsExactly(
                        0L, 500L, 1500L, 3500L, 7500L, 11_500L, 15_500L, 19_500L, 23_500L, 27_500L,
                        31_500L);
        assertThat(bench.time.waiting()).isZero();
    }

    @Test
    void onAConnectionARefusalIsSaidOnce() {
        bench.wire.receive(Bench.A_TCP, text("INVITE", "1", 1, OFFER, ""));
        bench.line.end(call(), 486);
        bench.time.advance(100_000);
        assertThat(codes()).containsExactly("100", "180", "486");
    }

    @Test
    void cancelledByItsCaller() {
        ringing();
        bench.wire.receive(A, text("CANCEL", "1", 1, "", ""));
        assertThat(codes()).containsExactly("100", "180", "200", "487");
        assertThat(ended()).containsExactly("cancelled by the caller");
    }

    @Test
    void answeredElsewhereIsNotAMissedCall() {
        ringing();
        String cancel = text("CANCEL", "1", 1, "", "");
        bench.wire.receive(A, cancel.replace("Max-", "Reason: SIP ;cause=200\r\nMax-"));
        assertThat(ended()).containsExactly("answered elsewhere");
    }

    @Test
    void withoutAnAckItIsEndedAfterTheWholeTime() {
        String call = ringing();
        answer(call);
        bench.time.advance(32_000);
        assertThat(ended()).containsExactly("no ACK");
        assertThat(bench.sent("BYE").get(0).startLine())
                .isEqualTo("BYE sip:200@192.0.2.1:5062 SIP/2.0");
    }

    @Test
    void withoutAnOfferTheOfferIsOurs() {
        invite("1", "");
        answer(call());
        assertThat(bench.last().body()).contains("m=audio 9 RTP/AVP 0 8");
        request("ACK", 1, OFFER);
        bench.time.advance(60_000);
        assertThat(codes()).containsExactly("100", "180", "200");
    }

    @Test
    void holdAndSessionRefresh() {
        String call = ringing();
        answer(call);
        request("ACK", 1, "");
        request("INVITE", 2, HOLD, "Contact: <sip:200@192.0.2.1:5999>");
        assertThat(bench.last().startLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(bench.last().body()).contains("a=recvonly");
        request("ACK", 2, "");
        request("UPDATE", 3, "", "Supported: timer", "Session-Expires: 1800;refresher=uac");
        assertThat(bench.last().startLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(bench.last().header("Session-Expires")).isEqualTo("1800;refresher=uac");
        assertThat(bench.last().header("Require")).isEqualTo("timer");
        request("UPDATE", 4, OFFER.replace("RTP/AVP", "RTP/SAVP"));
        assertThat(bench.last().startLine()).startsWith("SIP/2.0 488 ");
        request("INVITE", 3, OFFER, "Contact: <sip:200@192.0.2.1:5999>");
        assertThat(bench.last().startLine()).as("out of order").startsWith("SIP/2.0 500 ");
        bench.send(new Request.Bye(call), AT_A, Budget.sends(1));
        assertThat(bench.last().startLine()).isEqualTo("BYE sip:200@192.0.2.1:5999 SIP/2.0");
    }

    @Test
    void aReInviteWithoutAnAckLeavesTheCallAlone() {
        String call = ringing();
        answer(call);
        request("ACK", 1, "");
        request("INVITE", 2, OFFER, "Contact: <sip:200@192.0.2.1:5062>");
        bench.time.advance(60_000);
        assertThat(ended()).isEmpty();
        assertThat(bench.sent("BYE")).isEmpty();
    }

    @Test
    void aCallFromUsGoesBackToItsServerAndSurvivesItsBye() {
        String call = ringing();
        answer(call);
        request("ACK", 1, "");
        bench.send(new Request.Bye(call), AT_B, Budget.sends(1));
        assertThat(bench.last().target()).isEqualTo(Bench.B);
        assertThat(bench.last().header("From")).contains(tag());
    }

    @Test
    void aboveTheLimitItIsBusy() {
        Bench one = known(new Bench(d -> d.profile(new Profile(false, true, false, 1))));
        one.wire.receive(A, text("INVITE", "1", 1, OFFER, "", "Call-ID: one"));
        one.wire.receive(A, text("INVITE", "2", 1, OFFER, "", "Call-ID: two"));
        assertThat(one.last().startLine()).isEqualTo("SIP/2.0 486 Busy Here");
    }

    @Test
    void aStrangerIsRefusedWhenTheLineSaysSo() {
        Bench strict = known(new Bench(d -> d.profile(new Profile(false, true, true, 2))));
        strict.wire.receive(STRANGER, text("INVITE", "1", 1, OFFER, ""));
        assertThat(strict.last().startLine()).isEqualTo("SIP/2.0 403 Forbidden");
        strict.wire.receive(A, text("INVITE", "2", 1, OFFER, "", "Call-ID: two"));
        assertThat(strict.last().startLine()).isEqualTo("SIP/2.0 180 Ringing");
    }

    @Test
    void aStrangersCallHasNoHop() {
        bench.wire.receive(STRANGER, text("INVITE", "1", 1, OFFER, ""));
        assertThat(bench.events(LineEvent.CallOffered.class).get(0).hop()).isEmpty();
    }

    @Test
    void nobodyIsCalledForEver() {
        ringing();
        bench.time.advance(180_000);
        assertThat(codes()).endsWith("480");
        assertThat(ended()).containsExactly("not answered");
    }

    @ParameterizedTest
    @CsvSource({
        "OPTIONS,200",
        "NOTIFY,481",
        "BYE,481",
        "UPDATE,481",
        "MESSAGE,405",
        "INFO,405",
        "SUBSCRIBE,405",
        "REFER,405",
        "PRACK,405",
        "REGISTER,405",
        "FLY,501"
    })
    void outsideACall(String method, int code) {
        bench.wire.receive(A, text(method, "1", 1, "", ""));
        assertThat(codes()).containsExactly(Integer.toString(code));
        if (code == 405 || code == 200) {
            assertThat(bench.last().header("Allow")).contains("INVITE", "UPDATE");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Require: 100rel',420", "'Content-Encoding: gzip',415",
        "'Supported: timer',422", "'X-Y: z',180"
    })
    void whatAnInviteMayNotAskFor(String header, int code) {
        String expires = code == 422 ? "\r\nSession-Expires: 30" : "";
        bench.wire.receive(A, text("INVITE", "1", 1, OFFER, "", header + expires));
        assertThat(codes()).endsWith(Integer.toString(code));
    }

    @Test
    void otherContentIsNotUnderstood() {
        String text = text("INVITE", "1", 1, OFFER, "");
        bench.wire.receive(A, text.replace("application/sdp", "text/plain"));
        assertThat(codes()).containsExactly("415");
        assertThat(bench.last().header("Accept")).isEqualTo("application/sdp");
    }

    @Test
    void anotherVersionAndABadUriAreAnswered() {
        String text = text("OPTIONS", "1", 1, "", "");
        bench.wire.receive(A, text.replace(" SIP/2.0\r\nVia", " SIP/7.0\r\nVia"));
        bench.wire.receive(A, text.replace("1 OPTIONS", "1 INVITE").replace("-1", "-2"));
        bench.wire.receive(
                A,
                text.replace("OPTIONS sip:", "OPTIONS tel:")
                        .replace("incoming", "third")
                        .replace("-1", "-3"));
        assertThat(codes()).containsExactly("505", "400", "416");
    }

    @Test
    void aServerWithoutMercyMeetsABound() {
        for (int i = 0; i < 300; i++) {
            bench.wire.receive(A, text("INVITE", "n" + i, 1, OFFER, "", "Call-ID: n" + i));
        }
        assertThat(codes()).endsWith("503");
        assertThat(bench.last().header("Retry-After")).isNotEmpty();
        assertThat(bench.counters()).containsEntry("refused_overload", 100L);
    }

    /** What is answered waits only to be repeated: a scanner does not keep a server's call out. */
    @Test
    void aScannerFillsNothing() {
        for (int i = 0; i < 300; i++) {
            bench.wire.receive(STRANGER, text("OPTIONS", "n" + i, 1, "", "", "Call-ID: n" + i));
        }
        assertThat(codes()).hasSize(300).containsOnly("200");
        assertThat(bench.counters()).doesNotContainKey("refused_overload");
        bench.wire.receive(STRANGER, text("OPTIONS", "n299", 1, "", "", "Call-ID: n299"));
        assertThat(codes()).as("a young one is repeated").hasSize(301);
        ringing();
        bench.time.advance(33_000);
        assertThat(bench.time.waiting()).as("the patience of the call").isOne();
    }

    @Test
    void aStrangersCallEndsWhereItCameFrom() {
        bench.wire.receive(STRANGER, text("INVITE", "1", 1, OFFER, ""));
        String call = call();
        answer(call);
        bench.wire.receive(STRANGER, text("ACK", "2", 1, "", tag()));
        long id = bench.send(new Request.Bye(call), AT_A, Budget.sends(4));
        assertThat(bench.last().is("BYE")).isTrue();
        assertThat(bench.last().target().address()).isEqualTo("198.51.100.66");
        bench.respond("BYE", 200);
        assertThat(bench.code(id)).isEqualTo(200);
    }

    @Test
    void aCallForSomebodyElseIsNotFound() {
        String text = text("INVITE", "1", 1, OFFER, "");
        bench.wire.receive(
                A, text.replace("INVITE sip:100@192.0.2.100", "INVITE sip:7@other.example:7"));
        assertThat(codes()).containsExactly("404");
    }

    private static Bench known(Bench bench) {
        bench.line.know(List.of(AT_A, AT_B));
        bench.time.settle();
        return bench;
    }

    private String ringing() {
        invite("1", OFFER);
        return call();
    }

    private void invite(String branch, String sdp) {
        bench.wire.receive(A, text("INVITE", branch, 1, sdp, ""));
    }

    private String call() {
        return bench.events(LineEvent.CallOffered.class).get(0).call();
    }

    private void answer(String call) {
        bench.line.answer(call);
        bench.time.settle();
    }

    private void request(String method, int cseq, String sdp, String... headers) {
        bench.wire.receive(A, text(method, method + cseq, cseq, sdp, tag(), headers));
        bench.time.settle();
    }

    private String tag() {
        String to = bench.sent("SIP/2.0 180").get(0).header("To");
        return to.substring(to.indexOf(";tag="));
    }

    private List<String> codes() {
        return bench.sent("SIP/2.0").stream()
                .map(Sent::startLine)
                .map(l -> l.split(" ")[1])
                .toList();
    }

    private List<String> ended() {
        return bench.events(LineEvent.CallEnded.class).stream()
                .map(LineEvent.CallEnded::why)
                .toList();
    }

    static String text(
            String method, String branch, int cseq, String sdp, String toTag, String... headers) {
        StringBuilder text = new StringBuilder(method + " sip:100@192.0.2.100 SIP/2.0\r\n");
        text.append("Via: SIP/2.0/UDP 192.0.2.1;rport;branch=z9hG4bK-").append(branch);
        text.append("\r\nFrom: <sip:200@pbx.example>;tag=caller\r\n");
        text.append("To: <sip:100@pbx.example>").append(toTag).append("\r\n");
        text.append("CSeq: ").append(cseq).append(' ').append(method).append("\r\n");
        boolean named = false;
        boolean contact = !method.equals("INVITE");
        for (String header : headers) {
            named |= header.startsWith("Call-ID");
            contact |= header.startsWith("Contact");
            text.append(header).append("\r\n");
        }
        if (!named) {
            text.append("Call-ID: incoming\r\n");
        }
        if (!contact) {
            text.append("Contact: <sip:200@192.0.2.1:5062>\r\n");
        }
        if (!sdp.isEmpty()) {
            text.append("Content-Type: application/sdp\r\n");
        }
        return text.append("Max-Forwards: 70\r\nContent-Length: ")
                .append(sdp.length())
                .append("\r\n\r\n")
                .append(sdp)
                .toString();
    }
}
