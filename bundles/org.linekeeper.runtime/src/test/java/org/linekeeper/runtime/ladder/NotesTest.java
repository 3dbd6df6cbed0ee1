// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.lines.LadderStep;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** What becomes a note is a function of event and decision. */
class NotesTest {
    private static final Target AT_A = new Target("192.0.2.1", 5060, Transport.UDP, "pbx-a");
    private static final Target AT_B = new Target("192.0.2.2", 5061, Transport.TLS, "pbx-b");
    private static final Hop A = Hop.direct(0, AT_A);
    private static final Hop B = Hop.direct(1, AT_B);
    private static final Outcome SILENCE = new Outcome.NoAnswer(4, 7_500);

    private final LineState state =
            LineState.initial(
                            LineConfig.line(1)
                                    .with(
                                            d ->
                                                    d.user("5551234")
                                                            .servers(
                                                                    List.of(
                                                                            Server.at("pbx-a"),
                                                                            Server.at("pbx-b")))))
                    .with(
                            d -> {
                                d.nowMs(1_000).status(Status.ON_PRIMARY).current(Optional.of(A));
                                d.targets().put(ServerRef.server(0), only(AT_A));
                                d.targets().put(ServerRef.server(1), only(AT_B));
                            });

    private static TargetSet only(Target target) {
        return new TargetSet(List.of(target), Long.MAX_VALUE);
    }

    private LineState trying(Round.Purpose purpose) {
        return state.with(d -> d.rounds().put(7L, Round.of(7, purpose, "").trying(A, 7)));
    }

    private static String told(LineState before, LineEvent event) {
        return EventNotes.of(before, event).map(NotesTest::inShort).orElse("");
    }

    private static String inShort(Note note) {
        return (note.kind() == LadderStep.Kind.TIMER ? "timer: " : "") + note.text();
    }

    private static List<String> told(
            LineState before, LineEvent event, LineState after, Command... commands) {
        return DecisionNotes.of(before, event, after, List.of(commands)).stream()
                .map(NotesTest::inShort)
                .toList();
    }

    private List<String> done(Command... commands) {
        return told(state, new LineEvent.TimerFired("x"), state, commands);
    }

    private LineState after(Consumer<LineState.Draft> changes) {
        return state.with(changes);
    }

    @Test
    void anAttemptWithoutAnAnswerIsTimeThatIsOver() {
        assertThat(told(trying(Round.Purpose.REGISTER), new LineEvent.AttemptEnded(7, SILENCE)))
                .isEqualTo(
                        "timer: REGISTER at pbx-a (192.0.2.1:5060/udp):"
                                + " no answer after 7.5 s, 4 sends");
        assertThat(
                        told(
                                trying(Round.Purpose.FAILBACK),
                                new LineEvent.AttemptEnded(7, new Outcome.NoAnswer(1, 900))))
                .isEqualTo(
                        "timer: REGISTER as a probe at pbx-a (192.0.2.1:5060/udp):"
                                + " no answer after 900 ms, 1 send");
    }

    @Test
    void anErrorOfTheTransportAndARefusalAreTold() {
        LineState inviting = trying(Round.Purpose.INVITE);
        Outcome icmp = new Outcome.Unreachable(Outcome.Kind.ICMP, "port unreachable");
        assertThat(told(inviting, new LineEvent.AttemptEnded(7, icmp)))
                .isEqualTo("INVITE at pbx-a (192.0.2.1:5060/udp): icmp: port unreachable");
        Outcome busy =
                new Outcome.Response(503, "Call 5551234", OptionalInt.of(120), OptionalInt.empty());
        assertThat(told(inviting, new LineEvent.AttemptEnded(7, busy)))
                .as("without the server's words, which may hold anything")
                .isEqualTo("INVITE at pbx-a (192.0.2.1:5060/udp): response 503, Retry-After 120 s");
        assertThat(told(state, new LineEvent.FlowLost(AT_B, (Outcome.Unreachable) icmp)))
                .isEqualTo("the way to pbx-b (192.0.2.2:5061/tls) is lost, icmp: port unreachable");
    }

    @Test
    void anAnswerThatCameTellsOfItself() {
        LineState before = trying(Round.Purpose.REGISTER);
        assertThat(told(before, new LineEvent.AttemptEnded(7, Outcome.Response.of(200)))).isEmpty();
        assertThat(told(before, new LineEvent.AttemptEnded(7, new Outcome.Cancelled()))).isEmpty();
        assertThat(told(before, new LineEvent.Provisional(7, 180))).isEmpty();
        assertThat(told(before, new LineEvent.AttemptEnded(8, SILENCE))).as("of nobody").isEmpty();
    }

    @Test
    void whatOthersFindOutIsToldIfItIsBad() {
        LineEvent.HealthObserved.Source watch = LineEvent.HealthObserved.Source.WATCH;
        assertThat(told(state, new LineEvent.HealthObserved(AT_A, SILENCE, watch)))
                .startsWith("timer: heartbeat at pbx-a (192.0.2.1:5060/udp): no answer");
        LineEvent.HealthObserved.Source other = LineEvent.HealthObserved.Source.OTHER_LINE;
        assertThat(told(state, new LineEvent.HealthObserved(AT_A, SILENCE, other)))
                .startsWith("timer: another line at pbx-a");
        Outcome good = Outcome.Response.of(200);
        assertThat(told(state, new LineEvent.HealthObserved(AT_A, good, watch))).isEmpty();
    }

    @Test
    void noNoteNamesWhomSomebodyCalls() {
        String number = "5559876";
        CallPlan plan = CallPlan.to(number);
        List<LineEvent> events =
                List.of(
                        new LineEvent.DialAsked("c", plan),
                        new LineEvent.CallOffered("c", "sip:" + number + "@x", Optional.of(A)),
                        new LineEvent.CallEnded("c", number),
                        new LineEvent.SubscribeAsked("s", "dialog", "sip:" + number + "@x"),
                        new LineEvent.SubscriptionEnded("s", number, OptionalInt.empty()));
        for (LineEvent event : events) {
            assertThat(told(state, event)).doesNotContain(number);
        }
        assertThat(told(state, events.get(0))).isEqualTo("the user dials");
        assertThat(
                        done(
                                new Command.Send(
                                        9,
                                        new Request.Invite("c", number),
                                        A,
                                        Budget.durationMs(8_000)),
                                new Command.EndCall("c", 486, number)))
                .containsExactly("INVITE goes to pbx-a (192.0.2.1:5060/udp), given up after 8.0 s");
    }

    @Test
    void aLookUpIsToldWhenItChangesSomething() {
        Target moved = new Target("192.0.2.77", 5060, Transport.UDP, "pbx-a");
        LineEvent found = new LineEvent.TargetsLocated(ServerRef.server(0), only(moved));
        assertThat(told(state, found)).isEqualTo("pbx-a is at 192.0.2.77:5060/udp");
        LineEvent same = new LineEvent.TargetsLocated(ServerRef.server(0), only(AT_A));
        assertThat(told(state, same)).isEmpty();
        assertThat(told(state, new LineEvent.LocateFailed(ServerRef.server(1), "NXDOMAIN")))
                .isEqualTo("pbx-b cannot be located: NXDOMAIN");
        assertThat(done(new Command.Locate(ServerRef.server(1))))
                .containsExactly("pbx-b is looked up");
    }

    @Test
    void timersAreToldWithWhatIsLeftOfThem() {
        LineState after =
                after(d -> d.timers().putAll(Map.of("hold-down", 31_000L, "refresh", 901_000L)));
        LineState before = after(d -> d.timers().put("retry", 5_000L));
        assertThat(
                        told(
                                before,
                                new LineEvent.RegisterAsked(),
                                after,
                                start("hold-down"),
                                start("refresh"),
                                new Command.CancelTimer("retry"),
                                new Command.CancelTimer("never-ran")))
                .containsExactly(
                        "timer: hold-down starts, 30.0 s",
                        "timer: refresh starts, 900 s",
                        "timer: retry is cancelled");
        assertThat(told(before, new LineEvent.TimerFired("hold-down")))
                .isEqualTo("timer: hold-down is over");
    }

    private static Command start(String timer) {
        return new Command.StartTimer(timer, Duration.ofSeconds(1), Duration.ofHours(1));
    }

    @Test
    void aDecisionTellsItsVerdictItsTransitionAndWhereTheRequestGoesAndWhy() {
        LineState before = trying(Round.Purpose.REGISTER);
        LineState after =
                after(
                        d -> {
                            d.health().put(AT_A, quarantined());
                            d.status(Status.SWITCHING).why(Why.NO_ANSWER);
                            d.rounds().put(7L, next());
                        });
        Command send = new Command.Send(8, new Request.Register("r", 600), B, Budget.sends(4));
        assertThat(told(before, new LineEvent.AttemptEnded(7, SILENCE), after, send))
                .containsExactly(
                        "pbx-a (192.0.2.1:5060/udp) is quarantined for 30.0 s, 1 failure",
                        "on_primary -> switching (no_answer)",
                        "REGISTER goes to pbx-b (192.0.2.2:5061/tls), given up after 4 sends:"
                                + " no_answer at pbx-a");
    }

    private static Health quarantined() {
        return new Health(Health.Verdict.QUARANTINED, 31_000, 1);
    }

    private static Round next() {
        return new Round(
                7,
                Round.Purpose.REGISTER,
                "",
                List.of(A),
                Optional.of(B),
                OptionalLong.of(8),
                OptionalLong.empty());
    }

    @Test
    void aTransitionToAnotherHopNamesIt() {
        LineState after =
                after(d -> d.status(Status.ON_BACKUP).why(Why.REGISTERED).current(Optional.of(B)));
        assertThat(told(state, new LineEvent.RegisterAsked(), after))
                .containsExactly(
                        "on_primary -> on_backup (registered), now at"
                                + " pbx-b (192.0.2.2:5061/tls)");
        assertThat(DecisionNotes.isTransition(state, after)).isTrue();
        assertThat(DecisionNotes.isTransition(state, after(d -> d.why(Why.REFRESHED)))).isFalse();
    }

    @Test
    void watchingBeginsAndEnds() {
        assertThat(
                        done(
                                new Command.Watch(B, Duration.ofSeconds(30), Budget.WHOLE),
                                new Command.Unwatch(AT_B)))
                .containsExactly(
                        "pbx-b (192.0.2.2:5061/tls) is watched each 30.0 s",
                        "pbx-b (192.0.2.2:5061/tls) is watched no longer");
    }

    @Test
    void aSpanHasAUnit() {
        assertThat(List.of(0L, 999L, 1_000L, 1_049L, 1_050L, 99_949L, 99_950L, 3_600_499L))
                .extracting(Words::span)
                .containsExactly(
                        "0 ms", "999 ms", "1.0 s", "1.0 s", "1.1 s", "99.9 s", "100 s", "3600 s");
    }

    @Test
    void aNoteIsOneLineOfBoundedLength() {
        LineEvent failed =
                new LineEvent.LocateFailed(
                        ServerRef.server(0), "a\r\nb\u001b[2J" + "c".repeat(999));
        assertThat(told(state, failed)).startsWith("pbx-a cannot be located: a b [2Jccc");
        assertThat(told(state, failed)).hasSize(303).endsWith("...");
    }
}
