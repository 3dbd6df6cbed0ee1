// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.sip.jain.line.Bench.A;
import static org.linekeeper.sip.jain.line.Bench.AT_A;
import static org.linekeeper.sip.jain.line.Bench.AT_B;
import static org.linekeeper.sip.jain.line.Bench.B;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.LineEvent.SubscriptionEnded;
import org.linekeeper.api.policy.LineEvent.SubscriptionNotified;
import org.linekeeper.api.policy.Request;
import org.linekeeper.sip.jain.net.FakeWire.Sent;

/** SUBSCRIBE and NOTIFY in virtual time (RFC 6665). */
class SubscriptionTest {
    private static final String CONTACT = "Contact: <sip:mwi@192.0.2.1:5066>";
    private final Bench bench = new Bench();
    private int branches;

    @Test
    void asksInANewDialogForTheLinesOwnMail() {
        long id = subscribe(AT_A, 600);
        Sent subscribe = bench.last();
        assertThat(subscribe.startLine()).isEqualTo("SUBSCRIBE sip:100@pbx.example SIP/2.0");
        assertThat(subscribe.header("To")).isEqualTo("<sip:100@pbx.example>");
        assertThat(subscribe.header("Event")).isEqualTo("message-summary");
        assertThat(subscribe.header("Expires")).isEqualTo("600");
        assertThat(subscribe.header("Accept")).isEqualTo("application/simple-message-summary");
        assertThat(subscribe.header("Allow-Events")).isEqualTo("message-summary, dialog");
        assertThat(subscribe.header("Contact")).isEqualTo("<sip:100@192.0.2.100:5060>");
        bench.respond("SUBSCRIBE", 200, CONTACT, "Expires: 300");
        assertThat(bench.outcome(id)).contains(granted(300));
    }

    @ParameterizedTest
    @CsvSource({
        "dialog,200,sip:200@pbx.example,application/dialog-info+xml",
        "presence,sip:7@other.example,sip:7@other.example,''"
    })
    void watchesOthersToo(String event, String to, String uri, String accept) {
        bench.send(new Request.Subscribe("s", event, to, 60), AT_A, Budget.sends(2));
        assertThat(bench.last().startLine()).isEqualTo("SUBSCRIBE " + uri + " SIP/2.0");
        assertThat(bench.last().header("Event")).isEqualTo(event);
        assertThat(bench.last().header("Accept")).isEqualTo(accept);
    }

    @Test
    void aNotifyIsAnsweredAndTold() {
        granted();
        notify(1, "active;expires=250");
        assertThat(bench.last().startLine()).isEqualTo("SIP/2.0 200 OK");
        notify(2, "pending");
        notify(3, "terminated;reason=Deactivated;retry-after=17");
        assertThat(told())
                .containsExactly(
                        new SubscriptionNotified("s", true, OptionalInt.of(250)),
                        new SubscriptionNotified("s", false, OptionalInt.empty()),
                        new SubscriptionEnded("s", "deactivated", OptionalInt.of(17)));
        notify(4, "active");
        assertThat(bench.last().startLine()).as("over").startsWith("SIP/2.0 481 ");
    }

    @Test
    void aNotifyMayComeBeforeTheAnswerAndIsToldAfterIt() {
        long id = subscribe(AT_A, 600);
        notify(1, "pending;expires=600");
        assertThat(bench.last().startLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(bench.events).isEmpty();
        bench.respond("SUBSCRIBE", 202, "Expires: 600");
        assertThat(bench.events)
                .containsExactly(
                        new LineEvent.AttemptEnded(id, accepted(600)),
                        new SubscriptionNotified("s", false, OptionalInt.of(600)));
        subscribe(AT_A, 600);
        assertThat(bench.last().startLine()).isEqualTo("SUBSCRIBE sip:mwi@192.0.2.1:5066 SIP/2.0");
    }

    @Test
    void oneThatEndsBeforeTheAnswerDoesNotStand() {
        long id = subscribe(AT_A, 600);
        notify(1, "terminated;reason=rejected");
        bench.respond("SUBSCRIBE", 200, CONTACT);
        assertThat(bench.events)
                .containsExactly(
                        new LineEvent.AttemptEnded(id, granted(600)),
                        new SubscriptionEnded("s", "rejected", OptionalInt.empty()));
        String callId = bench.sent("SUBSCRIBE").get(0).header("Call-ID");
        subscribe(AT_A, 600);
        assertThat(bench.last().header("Call-ID")).isNotEqualTo(callId);
    }

    @Test
    void aRefreshGoesIntoTheDialogAlongItsRoutes() {
        subscribe(AT_A, 600);
        Sent first = bench.last();
        bench.respond("SUBSCRIBE", 200, CONTACT, "Record-Route: <sip:192.0.2.1;lr>");
        long id = subscribe(AT_A, 600);
        Sent refresh = bench.last();
        assertThat(refresh.startLine()).isEqualTo("SUBSCRIBE sip:mwi@192.0.2.1:5066 SIP/2.0");
        assertThat(refresh.header("Route")).isEqualTo("<sip:192.0.2.1;lr>");
        assertThat(refresh.header("Call-ID")).isEqualTo(first.header("Call-ID"));
        assertThat(refresh.header("To")).endsWith(";tag=remote");
        assertThat(refresh.cseq()).isEqualTo(first.cseq() + 1);
        bench.respond("SUBSCRIBE", 200, "Expires: 120");
        assertThat(bench.outcome(id)).contains(granted(120));
    }

    @Test
    void challengesAreAnsweredAndA423IsObeyedOnce() {
        long id = subscribe(AT_A, 60);
        Sent first = bench.last();
        bench.respond("SUBSCRIBE", 407, "Proxy-Authenticate: Digest realm=\"p\", nonce=\"1\"");
        assertThat(bench.last().header("Proxy-Authorization")).contains("realm=\"p\"");
        assertThat(bench.last().header("Call-ID")).isEqualTo(first.header("Call-ID"));
        assertThat(bench.last().cseq()).isEqualTo(first.cseq() + 1);
        bench.respond("SUBSCRIBE", 423, "Min-Expires: 900");
        assertThat(bench.last().header("Expires")).isEqualTo("900");
        bench.respond("SUBSCRIBE", 423, "Min-Expires: 3600");
        assertThat(bench.code(id)).isEqualTo(423);
    }

    @ParameterizedTest
    @ValueSource(ints = {481, 404, 410, 489})
    void D5_aServerThatKnowsItNoLongerGetsANewOne(int code) {
        granted();
        String callId = bench.last().header("Call-ID");
        long id = subscribe(AT_A, 600);
        bench.respond("SUBSCRIBE", code);
        assertThat(bench.code(id)).isEqualTo(code);
        subscribe(AT_A, 600);
        assertThat(bench.last().header("Call-ID")).isNotEqualTo(callId);
        assertThat(bench.last().header("To")).doesNotContain("tag=");
    }

    @Test
    void soDoesOneThatIsSilent() {
        granted();
        String callId = bench.last().header("Call-ID");
        long id = subscribe(AT_A, 600);
        bench.time.advance(1500);
        assertThat(bench.outcome(id)).containsInstanceOf(Outcome.NoAnswer.class);
        notify(1, "active", callId, A);
        assertThat(bench.last().startLine()).startsWith("SIP/2.0 481 ");
        subscribe(AT_A, 600);
        assertThat(bench.last().header("Call-ID")).isNotEqualTo(callId);
    }

    /** RFC 5057: what fails one request only leaves the subscription as it was. */
    @Test
    void aRefusalOfOneRefreshLeavesTheDialog() {
        granted();
        String callId = bench.last().header("Call-ID");
        long id = subscribe(AT_A, 600);
        notify(1, "active;expires=9");
        bench.respond("SUBSCRIBE", 503);
        assertThat(bench.code(id)).isEqualTo(503);
        assertThat(told()).hasSize(1);
        subscribe(AT_A, 600);
        assertThat(bench.last().header("Call-ID")).isEqualTo(callId);
    }

    @Test
    void zeroEndsItAndTheLastNotifyIsTold() {
        granted();
        long id = subscribe(AT_A, 0);
        bench.respond("SUBSCRIBE", 200);
        assertThat(bench.outcome(id)).contains(granted(0));
        notify(1, "terminated;reason=timeout");
        assertThat(bench.last().startLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(told())
                .containsExactly(new SubscriptionEnded("s", "timeout", OptionalInt.empty()));
        long again = subscribe(AT_A, 0);
        assertThat(bench.code(again)).as("nothing stands there").isEqualTo(481);
    }

    @Test
    void anEndWithoutALastNotifyIsAnEnd() {
        granted();
        subscribe(AT_A, 0);
        bench.respond("SUBSCRIBE", 200);
        bench.time.advance(32_000);
        notify(1, "terminated");
        assertThat(bench.last().startLine()).startsWith("SIP/2.0 481 ");
        assertThat(bench.time.waiting()).isLessThan(2);
    }

    @Test
    void Y12_atAnotherTargetItIsAnewAndTheOldOneIsSilent() {
        granted();
        String old = bench.last().header("Call-ID");
        subscribe(AT_B, 600);
        Sent second = bench.last();
        assertThat(second.target()).isEqualTo(B);
        assertThat(second.header("Call-ID")).isNotEqualTo(old);
        notify(1, "active;expires=5", old, A);
        assertThat(told()).as("until B has granted it").hasSize(1);
        bench.respond("SUBSCRIBE", 200, "Contact: <sip:mwi@192.0.2.2>");
        notify(2, "terminated;reason=timeout", old, A);
        assertThat(bench.last().startLine()).isEqualTo("SIP/2.0 200 OK");
        assertThat(told()).hasSize(1);
        notify(1, "active;expires=600", second.header("Call-ID"), B);
        assertThat(told()).hasSize(2);
    }

    @Test
    void theOldOneCanBeEndedInItsOwnDialog() {
        granted();
        String old = bench.last().header("Call-ID");
        subscribe(AT_B, 600);
        bench.respond("SUBSCRIBE", 200, "Contact: <sip:mwi@192.0.2.2>");
        long id = subscribe(AT_A, 0);
        assertThat(bench.last().target()).isEqualTo(A);
        assertThat(bench.last().header("Call-ID")).isEqualTo(old);
        bench.respond("SUBSCRIBE", 200);
        notify(1, "terminated;reason=timeout", old, A);
        assertThat(bench.code(id)).isEqualTo(200);
        assertThat(told()).isEmpty();
    }

    @Test
    void whatNoNotifyMaySay() {
        granted();
        notify(5, "active");
        notify(5, "active");
        assertThat(bench.last().startLine()).as("out of order").startsWith("SIP/2.0 500 ");
        notify(6, "a b");
        assertThat(bench.last().startLine()).startsWith("SIP/2.0 400 ");
        receive(text(7, "active", "dialog", callId()));
        assertThat(bench.last().startLine()).isEqualTo("SIP/2.0 489 Bad Event");
        assertThat(bench.last().header("Allow-Events")).isNotEmpty();
        receive(text(7, "active", "message-summary", callId()).replace("Call-ID: ", "Call-ID: x"));
        assertThat(bench.last().startLine()).startsWith("SIP/2.0 481 ");
        receive(text(7, "active", "message-summary", callId()).replace("=remote", "=fork"));
        assertThat(bench.last().startLine()).as("another fork").startsWith("SIP/2.0 481 ");
        assertThat(told()).hasSize(1);
    }

    @Test
    void forgottenItIsKnownNoMore() {
        granted();
        bench.line.forget("s");
        bench.time.settle();
        notify(1, "active");
        assertThat(bench.last().startLine()).startsWith("SIP/2.0 481 ");
        assertThat(told()).isEmpty();
    }

    @Test
    void cancelledItIsOverAtOnceAndALateGrantIsTakenBack() {
        long id = subscribe(AT_A, 600);
        Sent first = bench.last();
        bench.cancel(id);
        assertThat(bench.outcome(id)).contains(new Outcome.Cancelled());
        bench.respond(first, 200, "remote", CONTACT);
        assertThat(bench.events(LineEvent.LateSuccess.class))
                .containsExactly(new LineEvent.LateSuccess("SUBSCRIBE", AT_A));
        Sent removal = bench.last();
        assertThat(removal.startLine()).isEqualTo("SUBSCRIBE sip:mwi@192.0.2.1:5066 SIP/2.0");
        assertThat(removal.header("Expires")).isEqualTo("0");
        assertThat(removal.header("Contact")).isNotEmpty();
        bench.respond(first, 200, "remote", CONTACT);
        assertThat(bench.sent("SUBSCRIBE")).as("once").hasSize(2);
    }

    @Test
    void aCancelledRefreshLeavesTheDialog() {
        granted();
        String callId = bench.last().header("Call-ID");
        bench.cancel(subscribe(AT_A, 600));
        notify(1, "active", callId, A);
        assertThat(told()).hasSize(1);
    }

    @Test
    void thereIsABound() {
        for (int i = 0; i < 51; i++) {
            Request what = new Request.Subscribe("s" + i, "dialog", "" + i, 600);
            long id = bench.send(what, AT_A, Budget.sends(1));
            assertThat(bench.outcome(id).isPresent()).isEqualTo(i == 50);
        }
        bench.line.forget("s0");
        long id = subscribe(AT_A, 600);
        assertThat(bench.outcome(id)).isEmpty();
        bench.respond("SUBSCRIBE", 404);
        Request last = new Request.Subscribe("t", "dialog", "7", 600);
        long other = bench.send(last, AT_A, Budget.sends(1));
        assertThat(bench.outcome(other)).as("what was refused has made room").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'a b',200,489", "'dialog\r\nX: y',200,489", "dialog,'sip:',416"})
    void whatMakesNoSipIsRefusedHere(String event, String to, int code) {
        long id = bench.send(new Request.Subscribe("s", event, to, 60), AT_A, Budget.sends(2));
        assertThat(bench.code(id)).isEqualTo(code);
        assertThat(bench.wire.sent).isEmpty();
    }

    private long subscribe(Hop hop, int seconds) {
        Request what = new Request.Subscribe("s", "message-summary", "", seconds);
        return bench.send(what, hop, Budget.sends(2));
    }

    private void granted() {
        subscribe(AT_A, 600);
        bench.respond("SUBSCRIBE", 200, CONTACT, "Expires: 600");
        assertThat(told()).isEmpty();
    }

    private void notify(int cseq, String state) {
        notify(cseq, state, callId(), A);
    }

    private void notify(int cseq, String state, String callId, Target from) {
        bench.wire.receive(from, text(cseq, state, "message-summary", callId));
        bench.time.settle();
    }

    private void receive(String text) {
        bench.wire.receive(A, text);
        bench.time.settle();
    }

    private String callId() {
        return bench.sent("SUBSCRIBE").get(0).header("Call-ID");
    }

    private String text(int cseq, String state, String event, String callId) {
        Sent subscribe =
                bench.sent("SUBSCRIBE").stream()
                        .filter(s -> s.header("Call-ID").equals(callId))
                        .findFirst()
                        .orElseThrow();
        return "NOTIFY sip:100@192.0.2.100 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 192.0.2.1;rport;branch=z9hG4bK-n"
                + branches++
                + "-"
                + cseq
                + "\r\nFrom: <sip:100@pbx.example>;tag=remote\r\nTo: "
                + subscribe.header("From")
                + "\r\nCall-ID: "
                + callId
                + "\r\nCSeq: "
                + cseq
                + " NOTIFY\r\n"
                + CONTACT
                + "\r\nEvent: "
                + event
                + "\r\nSubscription-State: "
                + state
                + "\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    }

    private List<LineEvent> told() {
        return bench.events.stream()
                .filter(e -> e instanceof SubscriptionNotified || e instanceof SubscriptionEnded)
                .toList();
    }

    private static Outcome granted(int seconds) {
        return new Outcome.Response(200, "Whatever", OptionalInt.empty(), OptionalInt.of(seconds));
    }

    private static Outcome accepted(int seconds) {
        return new Outcome.Response(202, "Whatever", OptionalInt.empty(), OptionalInt.of(seconds));
    }
}
