// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.sip.jain.line.Bench.A;
import static org.linekeeper.sip.jain.line.Bench.AT_A;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.SessionTimer;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.sip.jain.net.FakeWire.Sent;

/** Session timers in virtual time (RFC 4028). */
class SessionTimerTest {
    private static final String CONTACT = "Contact: <sip:200@198.51.100.7>";
    private static final String UPDATES = "Allow: INVITE, ACK, BYE, UPDATE";
    private static final String OFFER =
            "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
                    + "m=audio 4000 RTP/AVP 8 0\r\na=sendrecv\r\n";
    private final Bench off = new Bench();
    private final Bench on = withTimer(SessionTimer.Refresher.UAC);

    @Test
    void aLineWithoutThemAsksForNone() {
        off.invite(AT_A, Budget.sends(4));
        assertThat(off.last().text()).doesNotContain("Session-Expires", "Min-SE", "timer");
    }

    @ParameterizedTest
    @CsvSource({"UAC,uac", "UAS,uas"})
    void aLineWithThemSaysHowLongAndWhoRefreshes(SessionTimer.Refresher who, String said) {
        Bench bench = withTimer(who);
        bench.invite(AT_A, Budget.sends(4));
        assertThat(bench.last().header("Session-Expires")).isEqualTo("1800;refresher=" + said);
        assertThat(bench.last().header("Min-SE")).isEqualTo("120");
        assertThat(bench.last().header("Supported")).isEqualTo("timer");
    }

    @Test
    void a422IsObeyedOnce() {
        long id = on.invite(AT_A, Budget.sends(4));
        Sent first = on.last();
        on.respond("INVITE", 422, "Min-SE: 3600");
        assertThat(on.sent("ACK")).hasSize(1);
        Sent second = on.last();
        assertThat(second.header("Session-Expires")).isEqualTo("3600;refresher=uac");
        assertThat(second.header("Min-SE")).isEqualTo("3600");
        assertThat(second.header("Call-ID")).isEqualTo(first.header("Call-ID"));
        assertThat(second.cseq()).isEqualTo(first.cseq() + 1);
        on.respond("INVITE", 422, "Min-SE: 7200");
        assertThat(on.code(id)).isEqualTo(422);
    }

    @Test
    void aPeerWithoutThemHasACallWithoutEnd() {
        answered(on, UPDATES);
        assertThat(on.time.waiting()).isPositive();
        on.time.advance(100_000_000);
        assertThat(on.sent("UPDATE")).isEmpty();
        assertThat(ended(on)).isEmpty();
    }

    @Test
    void weRefreshAtHalfOfTheTimeAgainAndAgain() {
        answered(on, UPDATES, "Session-Expires: 200;refresher=uac");
        long cseq = on.sent("INVITE").get(0).cseq();
        on.time.advance(99_999);
        assertThat(on.sent("UPDATE")).isEmpty();
        on.time.advance(1);
        Sent update = on.last();
        assertThat(update.startLine()).isEqualTo("UPDATE sip:200@198.51.100.7 SIP/2.0");
        assertThat(update.header("Session-Expires")).isEqualTo("200;refresher=uac");
        assertThat(update.header("Supported")).isEqualTo("timer");
        assertThat(update.header("Contact")).isNotEmpty();
        assertThat(update.cseq()).isEqualTo(cseq + 1);
        assertThat(update.body()).isEmpty();
        on.respond("UPDATE", 200, "Session-Expires: 100;refresher=uac");
        on.time.advance(50_000);
        assertThat(on.sent("UPDATE")).as("at half of the new time").hasSize(2);
        on.respond("UPDATE", 200);
        on.time.advance(10_000_000);
        assertThat(on.sent("UPDATE")).as("the peer wants no more").hasSize(2);
        assertThat(ended(on)).isEmpty();
    }

    @Test
    void withoutUpdateTheSameDescriptionIsOfferedAgain() {
        answered(on, "Allow: INVITE", "Session-Expires: 200;refresher=uac");
        Sent first = on.sent("INVITE").get(0);
        on.time.advance(100_000);
        Sent again = on.last();
        assertThat(again.startLine()).isEqualTo("INVITE sip:200@198.51.100.7 SIP/2.0");
        assertThat(again.body()).isEqualTo(first.body());
        on.respondWithBody(
                again, 200, "remote", OFFER, CONTACT, "Session-Expires: 200;refresher=uac");
        assertThat(on.last().is("ACK")).isTrue();
        assertThat(on.last().cseq()).isEqualTo(again.cseq());
        int acks = on.sent("ACK").size();
        on.respondWithBody(again, 200, "remote", OFFER, CONTACT);
        assertThat(on.sent("ACK")).as("for each copy").hasSize(acks + 1);
        on.time.advance(100_000);
        assertThat(on.sent("INVITE")).hasSize(3);
    }

    @Test
    void aPeerThatDoesNotKnowUpdateAfterAllGetsAnInvite() {
        answered(on, UPDATES, "Session-Expires: 200;refresher=uac");
        on.time.advance(100_000);
        on.respond("UPDATE", 405);
        assertThat(on.last().is("INVITE")).isTrue();
    }

    @Test
    void aRefreshMayBeChallengedAndTooShort() {
        answered(on, UPDATES, "Session-Expires: 200;refresher=uac");
        on.time.advance(100_000);
        on.respond("UPDATE", 401, "WWW-Authenticate: Digest realm=\"x\", nonce=\"1\"");
        assertThat(on.last().header("Authorization")).isNotEmpty();
        on.respond("UPDATE", 422, "Min-SE: 500");
        assertThat(on.last().header("Session-Expires")).isEqualTo("500;refresher=uac");
        assertThat(on.last().header("Min-SE")).isEqualTo("500");
        on.respond("UPDATE", 200, "Session-Expires: 500;refresher=uac");
        on.time.advance(249_000);
        assertThat(on.sent("UPDATE")).hasSize(3);
    }

    /** A switch never breaks more than the failure did: the server may be back in time. */
    @Test
    void aServerThatIsBackInTimeKeepsTheCall() {
        answered(on, UPDATES, "Session-Expires: 600;refresher=uac");
        on.time.advance(300_000);
        on.wire.broken(A, Outcome.Kind.ICMP);
        on.time.advance(100_000);
        assertThat(on.sent("UPDATE")).hasSize(1);
        on.time.advance(34_000);
        assertThat(on.sent("UPDATE")).hasSize(2);
        on.respond("UPDATE", 200, "Session-Expires: 600;refresher=uac");
        on.time.advance(299_000);
        assertThat(ended(on)).isEmpty();
    }

    /** No attempt stands behind a refresh: the policy would not know that the server is gone. */
    @Test
    void aServerThatBreaksOffDuringARefreshIsAFlowLost() {
        answered(on, UPDATES, "Session-Expires: 600;refresher=uac");
        on.time.advance(300_000);
        on.wire.broken(A, Outcome.Kind.TCP_RESET);
        assertThat(on.events(LineEvent.FlowLost.class)).hasSize(1);
    }

    @Test
    void aServerThatIsNotBackEndsIt() {
        answered(on, UPDATES, "Session-Expires: 600;refresher=uac");
        on.time.advance(567_999);
        assertThat(ended(on)).isEmpty();
        assertThat(on.sent("UPDATE").size()).isGreaterThan(3);
        on.time.advance(1);
        assertThat(ended(on)).containsExactly("session expired");
        assertThat(on.sent("BYE")).isNotEmpty();
        int sent = on.sent("UPDATE").size();
        on.time.advance(100_000);
        assertThat(on.sent("UPDATE")).hasSize(sent);
        assertThat(on.time.waiting()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"481", "408"})
    void aPeerThatDoesNotKnowTheCallEndsIt(int code) {
        answered(on, UPDATES, "Session-Expires: 600;refresher=uac");
        on.time.advance(300_000);
        on.respond("UPDATE", code);
        assertThat(ended(on)).containsExactly("no longer known to the other side");
        assertThat(on.last().is("BYE")).isTrue();
    }

    /** The lesser of 32 s and a third before the end; one that is too short counts as 90 s. */
    @ParameterizedTest
    @CsvSource({"1800,1768000", "93,62000", "90,60000", "10,60000"})
    void aPeerThatDoesNotRefreshIsHungUp(int seconds, long ms) {
        answered(off, "Session-Expires: " + seconds + ";refresher=uas");
        off.time.advance(ms - 1);
        assertThat(ended(off)).isEmpty();
        off.time.advance(1);
        assertThat(ended(off)).containsExactly("session expired");
        assertThat(off.last().startLine()).isEqualTo("BYE sip:200@198.51.100.7 SIP/2.0");
        assertThat(off.sent("UPDATE")).isEmpty();
    }

    @Test
    void aPeerThatRefreshesIsNot() {
        rings(off, "Supported: timer", "Session-Expires: 300");
        assertThat(off.last().header("Session-Expires")).isEqualTo("300;refresher=uac");
        assertThat(off.last().header("Require")).isEqualTo("timer");
        for (int i = 2; i < 10; i++) {
            off.time.advance(200_000);
            inCall(off, "UPDATE", i, "Supported: timer", "Session-Expires: 300;refresher=uac");
            assertThat(off.last().header("Session-Expires")).isEqualTo("300;refresher=uac");
        }
        off.time.advance(267_000);
        assertThat(ended(off)).isEmpty();
        off.time.advance(1_000);
        assertThat(ended(off)).containsExactly("session expired");
    }

    @Test
    void aLineWithoutThemDoesNotTakeTheRefreshesUponItself() {
        rings(off, "Supported: timer", "Session-Expires: 300;refresher=uas");
        assertThat(off.last().header("Session-Expires")).isEmpty();
        off.time.advance(10_000_000);
        assertThat(ended(off)).isEmpty();
        assertThat(off.sent("UPDATE")).isEmpty();
    }

    @Test
    void aLineWithThemDoes() {
        rings(on, UPDATES, "Supported: timer", "Session-Expires: 300;refresher=uas");
        assertThat(on.last().header("Session-Expires")).isEqualTo("300;refresher=uas");
        assertThat(on.last().header("Require")).isEqualTo("timer");
        on.time.advance(150_000);
        assertThat(on.last().startLine()).isEqualTo("UPDATE sip:200@192.0.2.1:5062 SIP/2.0");
    }

    @ParameterizedTest
    @CsvSource({
        "UAC,'Supported: timer',1800;refresher=uac,timer",
        "UAS,'Supported: timer',1800;refresher=uas,timer",
        "UAC,'Supported: replaces',1800;refresher=uas,''",
        "UAC,'Min-SE: 4000',4000;refresher=uas,''"
    })
    void whereTheCallerAsksForNoneTheLineDoes(
            SessionTimer.Refresher who, String header, String said, String require) {
        Bench bench = withTimer(who);
        rings(bench, header);
        assertThat(bench.last().header("Session-Expires")).isEqualTo(said);
        assertThat(bench.last().header("Require")).isEqualTo(require);
    }

    @Test
    void itsOwnMinimumHolds() {
        on.wire.receive(
                A,
                IncomingCallTest.text(
                        "INVITE", "1", 1, OFFER, "", "Supported: timer", "Session-Expires: 100"));
        assertThat(on.last().startLine()).startsWith("SIP/2.0 422 ");
        assertThat(on.last().header("Min-SE")).isEqualTo("120");
    }

    @Test
    void twoOffersAtOnceAreOneTooMany() {
        rings(on, "Allow: INVITE", "Supported: timer", "Session-Expires: 300;refresher=uas");
        on.time.advance(150_000);
        Sent refresh = on.last();
        assertThat(refresh.is("INVITE")).isTrue();
        inCall(on, "INVITE", 2, "Contact: <sip:200@192.0.2.1:5062>");
        assertThat(on.last().startLine()).isEqualTo("SIP/2.0 491 Request Pending");
        on.respond(refresh, 491, "caller");
        assertThat(ended(on)).isEmpty();
        inCall(on, "INVITE", 3, "Contact: <sip:200@192.0.2.1:5062>");
        assertThat(on.last().startLine()).isEqualTo("SIP/2.0 200 OK");
    }

    @Test
    void hungUpNothingIsLeft() {
        answered(on, UPDATES, "Session-Expires: 200;refresher=uac");
        on.time.advance(100_000);
        on.line.end("c", 0);
        on.send(new Request.Bye("c"), AT_A, Budget.sends(4));
        on.respond("BYE", 200);
        on.time.advance(100_000);
        assertThat(on.sent("UPDATE")).hasSize(1);
        assertThat(ended(on)).isEmpty();
        assertThat(on.time.waiting()).isZero();
    }

    private static Bench withTimer(SessionTimer.Refresher who) {
        return new Bench(draft -> draft.session(new SessionTimer(1800, 120, who)));
    }

    private static void answered(Bench bench, String... headers) {
        bench.invite(AT_A, Budget.sends(4));
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = CONTACT;
        bench.respond("INVITE", 200, all);
        assertThat(bench.last().is("ACK")).isTrue();
    }

    private static void rings(Bench bench, String... headers) {
        bench.wire.receive(A, IncomingCallTest.text("INVITE", "1", 1, OFFER, "", headers));
        bench.line.answer(bench.events(LineEvent.CallOffered.class).get(0).call());
        bench.time.settle();
        assertThat(bench.last().startLine()).isEqualTo("SIP/2.0 200 OK");
        Sent ok = bench.last();
        inCall(bench, "ACK", 1);
        assertThat(bench.last()).isSameAs(ok);
    }

    private static void inCall(Bench bench, String method, int cseq, String... headers) {
        String to = bench.sent("SIP/2.0 180").get(0).header("To");
        String tag = to.substring(to.indexOf(";tag="));
        String body = method.equals("INVITE") ? OFFER : "";
        bench.wire.receive(
                A, IncomingCallTest.text(method, method + cseq, cseq, body, tag, headers));
        bench.time.settle();
    }

    private static List<String> ended(Bench bench) {
        return bench.events(LineEvent.CallEnded.class).stream()
                .map(LineEvent.CallEnded::why)
                .toList();
    }
}
