// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LadderStep;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.api.sip.TraceEntry;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Payload;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Step;

class LaddersTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Map<Integer, List<Ladder>> kept = new TreeMap<>(Map.of(2, List.of()));

    private Orders orders() {
        Lines lines =
                (Lines)
                        Proxy.newProxyInstance(
                                Lines.class.getClassLoader(),
                                new Class<?>[] {Lines.class},
                                (proxy, method, args) ->
                                        method.getName().equals("lines")
                                                ? kept.keySet().stream()
                                                        .map(LaddersTest::view)
                                                        .toList()
                                                : ladders((Integer) args[0]));
        return new Orders(lines);
    }

    private List<Ladder> ladders(int line) {
        if (!kept.containsKey(line)) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "there is no line " + line);
        }
        return kept.get(line);
    }

    private static LineView view(int line) {
        return new LineView(
                line,
                Optional.empty(),
                true,
                Status.REGISTERING,
                OptionalInt.empty(),
                Optional.empty(),
                NOON,
                Optional.empty(),
                List.of(),
                Map.of(),
                Why.STARTED,
                List.of());
    }

    private static Ladder ladder(String id, LadderStep... steps) {
        return new Ladder(
                id,
                1,
                NOON,
                Optional.empty(),
                Status.ON_PRIMARY,
                Status.SWITCHING,
                Why.NO_ANSWER,
                List.of(),
                List.of(steps));
    }

    private static LadderStep note(String text) {
        return LadderStep.note(NOON, 88, LadderStep.Kind.TIMER, text);
    }

    private static LadderStep message(String text) {
        TraceEntry entry =
                new TraceEntry(NOON, TraceEntry.Way.OUT, "[::1]:5060", Transport.TLS, text);
        return LadderStep.message(NOON, 99, entry, text);
    }

    private Response ask(OptionalInt line, Optional<String> trace) {
        Response answer =
                orders().obey(new Command("c-1", "ladder", line, trace, Optional.empty()));
        try {
            assertThat(Response.read(answer.write())).isEqualTo(answer);
        } catch (BadMessage bad) {
            throw new AssertionError(answer.write(), bad);
        }
        return answer;
    }

    @Test
    void theOneThatTheTraceNamesIsGivenWhateverItsLine() {
        kept.put(1, List.of(ladder("1-a", note("first")), ladder("1-b", note("second"))));
        kept.put(3, List.of(ladder("3-a", note("third"))));
        for (OptionalInt line : List.of(OptionalInt.empty(), OptionalInt.of(1))) {
            Response answer = ask(line, Optional.of("1-a"));
            assertThat(answer.state()).isEqualTo("done");
            assertThat(answer.ladder()).extracting(Step::text).containsExactly("first");
        }
        assertThat(ask(OptionalInt.empty(), Optional.of("3-a")).ladder())
                .extracting(Step::text)
                .containsExactly("third");
    }

    @Test
    void withoutATraceItIsTheLastOfTheLine() {
        kept.put(1, List.of(ladder("1-a", note("first")), ladder("1-b", note("second"))));
        assertThat(ask(OptionalInt.of(1), Optional.empty()).ladder())
                .extracting(Step::text)
                .containsExactly("second");
    }

    @Test
    void whatCannotBeGivenIsRefusedWithASentence() {
        kept.put(1, List.of(ladder("1-a")));
        assertRefused(
                ask(OptionalInt.empty(), Optional.empty()),
                "A ladder is named by its trace, or by a line for its last.");
        assertRefused(
                ask(OptionalInt.of(2), Optional.empty()),
                "The line has no ladder yet; none outlives a restart.");
        assertRefused(
                ask(OptionalInt.of(2), Optional.of("1-a")),
                "The phone has no ladder 1-a (any more).");
        assertRefused(
                ask(OptionalInt.empty(), Optional.of("f3a1")),
                "The phone has no ladder f3a1 (any more).");
        assertRefused(ask(OptionalInt.of(9), Optional.empty()), "there is no line 9");
    }

    private static void assertRefused(Response answer, String why) {
        assertThat(answer.state()).isEqualTo("refused");
        assertThat(answer.why()).contains(why);
        assertThat(answer.ladder()).isEmpty();
    }

    @Test
    void stepsKeepTheirTimesAndTheirOrder() {
        kept.put(1, List.of(ladder("1-a", note("refresh is over"), message("REGISTER sip:x"))));
        assertThat(ask(OptionalInt.of(1), Optional.empty()).ladder())
                .containsExactly(
                        new Step(
                                NOON,
                                88,
                                "timer",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                "refresh is over"),
                        new Step(
                                NOON,
                                99,
                                "message",
                                Optional.of("out"),
                                Optional.of("[::1]:5060"),
                                Optional.of("tls"),
                                "REGISTER sip:x"));
    }

    @Test
    void noNumberNameOrCredentialLeavesThePhone() {
        String invite =
                """
                INVITE sip:5551234@pbx.example SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1
                From: "Alice Liddell" <sip:5559876@pbx.example>;tag=1
                To: <sip:5551234@pbx.example>
                Contact: <sip:5559876@192.0.2.9:5060>
                Call-ID: c1
                CSeq: 1 INVITE
                Authorization: Digest username="5559876", nonce="n0nce", response="d1gest"
                WWW-Authenticate: Digest realm="pbx", nonce="n0nce"
                Authentication-Info: rspauth="d1gest"
                X-Caller: 5559876
                Content-Type: application/sdp

                v=0
                o=5559876 1 1 IN IP4 192.0.2.9
                s=Alice Liddell
                a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:k3y
                """
                        .replace("\n", "\r\n");
        kept.put(1, List.of(ladder("1-a", message(invite))));
        String json = ask(OptionalInt.of(1), Optional.empty()).write();
        assertThat(json)
                .doesNotContain("5551234", "5559876", "Liddell", "n0nce", "d1gest", "k3y")
                .contains("*****34@pbx.example", "*****76@pbx.example", "CSeq: 1 INVITE");
    }

    @Test
    void theLargestLadderIsNoLargerThanAMessageMayBe() {
        LadderStep large = message("NOTIFY sip:x SIP/2.0\r\nVia: " + "\"\\\u4e2d".repeat(1_300));
        kept.put(
                1,
                List.of(ladder("1-a", Collections.nCopies(300, large).toArray(LadderStep[]::new))));
        Response answer = ask(OptionalInt.of(1), Optional.empty());
        assertThat(answer.ladder()).hasSizeBetween(50, Response.MAX_STEPS);
        assertThat(answer.write().length()).isLessThan(Payload.MAX_BYTES);
        kept.put(
                1,
                List.of(
                        ladder(
                                "1-a",
                                Collections.nCopies(300, note("n")).toArray(LadderStep[]::new))));
        assertThat(ask(OptionalInt.of(1), Optional.empty()).ladder()).hasSize(Response.MAX_STEPS);
    }

    @Test
    void aTransitionNamesItsLadder() {
        LineStateChanged change =
                new LineStateChanged(
                        7,
                        1,
                        NOON,
                        5,
                        1,
                        Status.ON_PRIMARY,
                        Status.SWITCHING,
                        Why.NO_ANSWER,
                        Optional.empty(),
                        "",
                        Optional.of("1-a"));
        assertThat(Telling.transition(change, Optional.empty()).text())
                .contains("\"trace\":\"1-a\"");
    }
}
