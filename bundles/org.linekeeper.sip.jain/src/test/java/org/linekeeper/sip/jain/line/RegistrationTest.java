// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.sip.jain.line.Bench.A;
import static org.linekeeper.sip.jain.line.Bench.AT_A;
import static org.linekeeper.sip.jain.line.Bench.AT_B;
import static org.linekeeper.sip.jain.line.Bench.A_TCP;
import static org.linekeeper.sip.jain.line.Bench.B;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.sip.jain.net.FakeWire.Sent;

/** REGISTER in virtual time: what is sent when, and what comes of it. */
class RegistrationTest {
    private static final String CONTACT = "<sip:100@192.0.2.100:5060>";
    private final Bench bench = new Bench();

    @Test
    void fourSendsAndAVerdictWhenTheFifthWouldBeDue() {
        long id = bench.register(AT_A, Budget.sends(4));
        bench.time.advance(7499);
        assertThat(bench.outcome(id)).isEmpty();
        bench.time.advance(1);
        assertThat(bench.outcome(id)).contains(new Outcome.NoAnswer(4, 7500));
        bench.time.advance(60_000);
        assertThat(bench.instants(bench.wire.sent)).containsExactly(0L, 500L, 1500L, 3500L);
        assertThat(bench.counters()).containsEntry("retransmitted", 3L);
        assertThat(bench.time.waiting()).isZero();
    }

    @Test
    void aProvisionalResponseGivesItTheWholeTimeAndT2() {
        long id = bench.register(AT_A, Budget.sends(2));
        bench.time.advance(600);
        bench.respond("REGISTER", 100);
        bench.time.advance(31_399);
        assertThat(bench.outcome(id)).isEmpty();
        bench.time.advance(1);
        assertThat(bench.outcome(id)).containsInstanceOf(Outcome.NoAnswer.class);
        assertThat(bench.instants(bench.wire.sent))
                .containsExactly(0L, 500L, 4600L, 8600L, 12600L, 16600L, 20600L, 24600L, 28600L);
    }

    @Test
    void aSecond401AfterAFreshNonceIsTheOutcome() {
        long id = bench.register(AT_A, Budget.sends(4));
        bench.respond("REGISTER", 401, challenge("one", ""));
        bench.respond("REGISTER", 401, challenge("two", ""));
        assertThat(bench.code(id)).isEqualTo(401);
        assertThat(bench.wire.sent).hasSize(2);
        assertThat(bench.counters()).containsEntry("auth_refused", 1L);
        bench.register(AT_A, Budget.sends(4));
        assertThat(bench.last().header("Authorization")).as("a refused nonce").isEmpty();
    }

    @Test
    void aStaleNonceIsReplacedAndTheBudgetBeginsAnew() {
        long id = bench.register(AT_A, Budget.sends(2));
        bench.time.advance(1000);
        bench.respond("REGISTER", 401, challenge("one", ""));
        bench.time.advance(1000);
        bench.respond("REGISTER", 401, challenge("two", ", stale=true"));
        assertThat(bench.last().header("Authorization")).contains("nonce=\"two\"");
        assertThat(bench.last().cseq()).isEqualTo(bench.wire.sent.get(0).cseq() + 2);
        bench.time.advance(1499);
        assertThat(bench.outcome(id)).isEmpty();
        bench.respond("REGISTER", 200, "Contact: " + CONTACT + ";expires=77");
        assertThat(bench.outcome(id)).contains(granted(77));
    }

    @Test
    void aServerThatCallsEveryNonceStaleIsNotFollowedForEver() {
        long id = bench.register(AT_A, Budget.sends(2));
        for (int i = 0; i < 20 && bench.outcome(id).isEmpty(); i++) {
            bench.respond("REGISTER", 401, challenge("n" + i, ", stale=true"));
        }
        assertThat(bench.code(id)).isEqualTo(401);
        assertThat(bench.wire.sent).hasSizeLessThan(8);
    }

    @Test
    void anUnknownAlgorithmIsTheServersAnswer() {
        long id = bench.register(AT_A, Budget.sends(2));
        bench.respond("REGISTER", 401, challenge("x", ", algorithm=SHA-512-256"));
        assertThat(bench.code(id)).isEqualTo(401);
        assertThat(bench.counters()).containsEntry("auth_unsupported", 1L);
    }

    @Test
    void proxyAndServerMayBothAsk() {
        long id = bench.register(AT_A, Budget.sends(2));
        bench.respond("REGISTER", 407, "Proxy-Authenticate: Digest realm=\"p\", nonce=\"1\"");
        bench.respond("REGISTER", 401, challenge("two", ""));
        Sent last = bench.last();
        assertThat(last.header("Proxy-Authorization"))
                .contains("realm=\"p\"")
                .doesNotContain("nc=");
        assertThat(last.header("Authorization")).contains("qop=auth", "nc=00000001");
        bench.respond("REGISTER", 200);
        assertThat(bench.outcome(id)).contains(granted(600));
    }

    @Test
    void anotherServerGetsNoCredentialsUnasked() {
        bench.register(AT_A, Budget.sends(2));
        bench.respond("REGISTER", 401, challenge("one", ""));
        bench.respond("REGISTER", 200);
        bench.register(AT_B, Budget.sends(2));
        assertThat(bench.last().target()).isEqualTo(B);
        assertThat(bench.last().header("Authorization")).isEmpty();
        bench.register(AT_A, Budget.sends(2));
        assertThat(bench.last().header("Authorization")).contains("nc=00000002");
    }

    @Test
    void a423IsObeyedOnce() {
        long id = bench.register(AT_A, Budget.sends(2));
        bench.respond("REGISTER", 423, "Min-Expires: 1800");
        assertThat(bench.last().header("Expires")).isEqualTo("1800");
        bench.respond("REGISTER", 423, "Min-Expires: 3600");
        assertThat(bench.code(id)).isEqualTo(423);
    }

    @Test
    void theGrantIsThatOfOurOwnContact() {
        long id = bench.register(AT_A, Budget.sends(2));
        bench.respond(
                "REGISTER",
                200,
                "Contact: <sip:100@198.51.100.9:5060>;expires=11, " + CONTACT + ";expires=42",
                "Expires: 99");
        assertThat(bench.outcome(id)).contains(granted(42));
    }

    /** Servers that share their bindings list the one at the other server, too. */
    @Test
    void theContactAtAnotherServerIsNotOurs() {
        long id = bench.register(AT_A, Budget.sends(2));
        String own = bench.last().header("Contact").split(";expires")[0];
        String elsewhere = own.replace("lk-at=s1", "lk-at=s2");
        bench.respond(
                "REGISTER",
                200,
                "Contact: " + elsewhere + ";expires=11",
                "Contact: " + own + ";expires=42");
        assertThat(bench.outcome(id)).contains(granted(42));
    }

    @Test
    void aNatInBetweenChangesTheContactAtOnce() {
        long id = bench.register(AT_A, Budget.sends(2));
        Sent first = bench.last();
        bench.respond("REGISTER", 200, seen(first, "203.0.113.5", 40_000));
        assertThat(bench.outcome(id)).as("still on it").isEmpty();
        Sent second = bench.last();
        assertThat(second.headers("Contact"))
                .hasSize(2)
                .anySatisfy(
                        c ->
                                assertThat(c)
                                        .containsPattern(
                                                "203.0.113.5:40000;lk-at=s1-[0-9a-f]+>;expires=600"))
                .anySatisfy(
                        c ->
                                assertThat(c)
                                        .containsPattern(
                                                "192.0.2.100:5060;lk-at=s1-[0-9a-f]+>;expires=0"));
        assertThat(second.header("Via")).contains("192.0.2.100:5060;rport");
        bench.respond("REGISTER", 200, seen(second, "203.0.113.5", 40_001));
        assertThat(bench.outcome(id)).as("once in an attempt").contains(granted(600));
    }

    @Test
    void whatAChallengeShowsOfANatIsUsedForTheRetry() {
        long id = bench.register(AT_A, Budget.sends(2));
        bench.respond(
                "REGISTER", 401, challenge("n", ""), seen(bench.last(), "203.0.113.5", 40_000));
        assertThat(bench.last().headers("Contact")).hasSize(1);
        assertThat(bench.last().header("Contact")).contains("203.0.113.5:40000");
        bench.respond("REGISTER", 200, seen(bench.last(), "203.0.113.5", 40_000));
        assertThat(bench.outcome(id)).contains(granted(600));
    }

    @Test
    void onAConnectionTheEphemeralPortIsNotOurContact() {
        long id = bench.register(Hop.direct(0, A_TCP), Budget.sends(2));
        bench.respond("REGISTER", 200, seen(bench.last(), "192.0.2.100", 55_555));
        assertThat(bench.outcome(id)).contains(granted(600));
        assertThat(bench.last().header("Contact")).contains("192.0.2.100:5060;transport=tcp");
    }

    @Test
    void nothingIsRetransmittedOnAConnectionAndTheVerdictIsTheSame() {
        long id = bench.register(Hop.direct(0, A_TCP), Budget.sends(4));
        assertThat(bench.last().connectMs()).isEqualTo(7500);
        bench.time.advance(7500);
        assertThat(bench.outcome(id)).contains(new Outcome.NoAnswer(1, 7500));
        assertThat(bench.wire.unanswered).as("it may be half-open").containsExactly(A_TCP);
    }

    @Test
    void aConnectionThatBroughtAProvisionalResponseIsNotHalfOpen() {
        long id = bench.register(Hop.direct(0, A_TCP), Budget.sends(4));
        bench.respond("REGISTER", 100);
        bench.time.advance(32_000);
        assertThat(bench.outcome(id)).containsInstanceOf(Outcome.NoAnswer.class);
        bench.register(AT_A, Budget.sends(1));
        bench.time.advance(500);
        assertThat(bench.wire.unanswered).isEmpty();
    }

    @Test
    void aBrokenTargetFailsItsAttemptsOnce() {
        long one = bench.register(AT_A, Budget.sends(4));
        long two = bench.send(new Request.Options(), AT_A, Budget.sends(4));
        long other = bench.register(AT_B, Budget.sends(4));
        bench.wire.broken(A, Outcome.Kind.ICMP);
        assertThat(bench.outcome(one)).containsInstanceOf(Outcome.Unreachable.class);
        assertThat(bench.outcome(two)).containsInstanceOf(Outcome.Unreachable.class);
        assertThat(bench.outcome(other)).isEmpty();
        assertThat(bench.events(LineEvent.FlowLost.class)).isEmpty();
    }

    @Test
    void aBreakOutsideAnyAttemptIsAFlowLost() {
        bench.wire.broken(A, Outcome.Kind.ICMP);
        assertThat(bench.events(LineEvent.FlowLost.class)).hasSize(1);
    }

    @Test
    void withoutARouteThereIsNothingToSend() {
        bench.wire.local = Optional.empty();
        long id = bench.register(AT_A, Budget.sends(4));
        assertThat(bench.outcome(id))
                .contains(
                        new Outcome.Unreachable(
                                Outcome.Kind.NO_ROUTE, "no local address for 192.0.2.1:5060/udp"));
    }

    @Test
    void aLateGrantIsRemovedWithTheSameCallId() {
        long id = bench.register(AT_A, Budget.sends(1));
        bench.time.advance(500);
        assertThat(bench.outcome(id)).isPresent();
        Sent register = bench.last();
        bench.time.advance(20_000);
        bench.respond(register, 200, "t");
        assertThat(bench.last().header("Expires")).isEqualTo("0");
        assertThat(bench.last().header("Call-ID")).isEqualTo(register.header("Call-ID"));
        assertThat(bench.events(LineEvent.LateSuccess.class))
                .containsExactly(new LineEvent.LateSuccess("REGISTER", AT_A));
        bench.respond(register, 200, "t");
        assertThat(bench.sent("REGISTER")).as("once").hasSize(2);
    }

    @Test
    void aLateGrantStaysIfANewerRegisterWantsIt() {
        bench.register(AT_A, Budget.sends(1));
        bench.time.advance(500);
        Sent abandoned = bench.last();
        long next = bench.register(AT_A, Budget.sends(4));
        bench.respond(abandoned, 200, "t");
        bench.respond("REGISTER", 200);
        assertThat(bench.outcome(next)).contains(granted(600));
        assertThat(bench.sent("REGISTER")).hasSize(2);
        assertThat(bench.events(LineEvent.LateSuccess.class)).isEmpty();
    }

    /** Whichever id asked last at a target decides what stands there. */
    @Test
    void aLateGrantStaysIfAnotherRegistrationWantsTheTarget() {
        Sent abandoned = abandoned();
        bench.send(new Request.Register("other", 600), AT_A, Budget.sends(4));
        bench.respond(abandoned, 200, "t");
        assertThat(bench.sent("REGISTER")).as("while it is on its way").hasSize(2);
        bench.respond("REGISTER", 200);
        bench.respond(abandoned, 200, "t");
        assertThat(bench.sent("REGISTER")).as("and when it was granted").hasSize(2);
        assertThat(bench.events(LineEvent.LateSuccess.class)).isEmpty();
    }

    @Test
    void aLateGrantGoesIfTheOtherRegistrationWasRefused() {
        Sent abandoned = abandoned();
        bench.send(new Request.Register("other", 600), AT_A, Budget.sends(4));
        bench.respond("REGISTER", 403);
        bench.respond(abandoned, 200, "t");
        assertThat(bench.last().header("Expires")).isEqualTo("0");
        assertThat(bench.last().header("Call-ID")).isEqualTo(abandoned.header("Call-ID"));
    }

    private Sent abandoned() {
        bench.register(AT_A, Budget.sends(1));
        bench.time.advance(500);
        return bench.last();
    }

    /** Some server rewrites Contacts: which one is ours cannot be told. */
    @ParameterizedTest
    @CsvSource({"';expires=300',';expires=200',200", "';expires=7','',60", "'','',99"})
    void ofStrangeContactsTheOneThatEndsFirstCounts(String one, String two, int seconds) {
        long id = bench.register(AT_A, Budget.sends(2));
        bench.respond(
                "REGISTER",
                200,
                "Contact: <sip:100@198.51.100.9>" + one + ", <sip:100@198.51.100.8>" + two,
                "Expires: 99");
        assertThat(bench.outcome(id)).contains(granted(seconds));
    }

    @Test
    void aStrangeContactGrantsNoMoreThanWasAskedFor() {
        long id = bench.register(AT_A, Budget.sends(2));
        String long1 = "<sip:100@198.51.100.9>;expires=9000";
        bench.respond("REGISTER", 200, "Contact: " + long1 + ", " + long1.replace(".9>", ".8>"));
        assertThat(bench.outcome(id)).contains(granted(600));
    }

    @Test
    void aCancelledRegisterIsOverAtOnce() {
        long id = bench.register(AT_A, Budget.sends(4));
        bench.cancel(id);
        assertThat(bench.outcome(id)).contains(new Outcome.Cancelled());
        bench.time.advance(10_000);
        assertThat(bench.wire.sent).hasSize(1);
    }

    @Test
    void aDurationIsAVerdictOfItsOwn() {
        long id = bench.register(AT_A, Budget.durationMs(8000));
        bench.time.advance(7999);
        assertThat(bench.outcome(id)).isEmpty();
        bench.time.advance(1);
        assertThat(bench.outcome(id)).contains(new Outcome.NoAnswer(5, 8000));
    }

    private static String challenge(String nonce, String more) {
        return "WWW-Authenticate: Digest realm=\"pbx\", nonce=\""
                + nonce
                + "\", qop=\"auth,auth-int\""
                + more;
    }

    private static String seen(Sent request, String address, int port) {
        String via = request.header("Via").replace(";rport", ";rport=" + port);
        return "Via: " + via + ";received=" + address;
    }

    private static Outcome granted(int seconds) {
        return new Outcome.Response(200, "Whatever", OptionalInt.empty(), OptionalInt.of(seconds));
    }
}
