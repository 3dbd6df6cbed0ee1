// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.retryAfter;
import static org.linekeeper.policy.kit.TwoServers.silence;
import static org.linekeeper.policy.kit.TwoServers.unreachable;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.LineEvent.HealthObserved.Source;

/** What is learnt outside the line's own requests: flows, keep-alives, other lines. */
class SignsOfLifeTest {
    private static final Outcome.Unreachable CLOSED =
            new Outcome.Unreachable(Outcome.Kind.TCP_CLOSED, "");

    private static LineConfig watching(int intervalSeconds) {
        return TwoServers.config()
                .with(
                        draft ->
                                draft.keepalive(
                                        new Keepalive(
                                                Keepalive.Kind.OPTIONS,
                                                intervalSeconds,
                                                OptionalInt.of(3))));
    }

    private static Command watch(org.linekeeper.api.line.Hop hop, int intervalSeconds) {
        return new Command.Watch(hop, Duration.ofSeconds(intervalSeconds), Budget.sends(3));
    }

    private static List<Command> watches(VirtualLine line) {
        return line.commands().stream()
                .filter(c -> c instanceof Command.Watch || c instanceof Command.Unwatch)
                .toList();
    }

    private static Health health(LineState state, Target target) {
        return state.health().get(target);
    }

    @Test
    void aFlowThatBreaksInUseIsAskedForAtOnce() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());

        line.happen(new LineEvent.FlowLost(PRIMARY.target(), CLOSED));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        line.answer(ok());
        assertThat(line.pending()).isEmpty();
    }

    @Test
    void aServerThatClosesAfterEachAnswerIsAskedAtMostEachFiveSeconds() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.happen(new LineEvent.FlowLost(PRIMARY.target(), CLOSED));
        line.answer(ok());

        line.happen(new LineEvent.FlowLost(PRIMARY.target(), CLOSED));
        assertThat(line.pending()).isEmpty();
        line.advance(Duration.ofSeconds(5));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aServerThatIsLostAgainSoonAfterTheReturnIsLeftAtOnce() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.happen(new LineEvent.FlowLost(PRIMARY.target(), CLOSED));
        line.answer(silence());
        line.advance(Duration.ofSeconds(1));
        line.answer(ok());
        line.happen(new LineEvent.RegisterAsked());
        line.answer(ok());
        assertThat(line.state().current()).contains(PRIMARY);

        line.happen(new LineEvent.FlowLost(PRIMARY.target(), CLOSED));

        assertThat(line.pending()).isNotEmpty();
    }

    @Test
    void aGrantBeyondADayThatNobodyAskedForIsNotBelieved() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        line.answer(
                new Outcome.Response(
                        200, "OK", OptionalInt.empty(), OptionalInt.of(Integer.MAX_VALUE)));

        long deadline = line.state().timers().get(Registering.REFRESH);
        assertThat(deadline - line.nowMs()).isLessThanOrEqualTo(Duration.ofDays(1).toMillis());
    }

    @Test
    void aFlowThatBreaksElsewhereIsOnlyRemembered() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());

        line.happen(new LineEvent.FlowLost(BACKUP.target(), CLOSED));

        assertThat(line.pending()).isEmpty();
        assertThat(health(line.state(), BACKUP.target()).verdict())
                .isEqualTo(Health.Verdict.QUARANTINED);
    }

    @Test
    void F2_anUnansweredKeepAliveOptionsSetsARegisterOff() {
        VirtualLine line = VirtualLine.onPrimary(watching(30));

        line.happen(new LineEvent.HealthObserved(PRIMARY.target(), silence(), Source.WATCH));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(BACKUP);
    }

    @Test
    void anAnsweredKeepAliveSaysThatTheServerIsAliveWhateverTheCode() {
        VirtualLine line = VirtualLine.onPrimary(watching(30));
        line.happen(new LineEvent.FlowLost(PRIMARY.target(), CLOSED));
        line.answer(ok());

        line.happen(new LineEvent.HealthObserved(PRIMARY.target(), code(503), Source.WATCH));

        assertThat(line.pending()).isEmpty();
        assertThat(health(line.state(), PRIMARY.target())).isEqualTo(Health.GOOD);
    }

    @Test
    void whatAnotherLineHasLearntMovesNothingByItself() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());

        line.happen(new LineEvent.HealthObserved(PRIMARY.target(), silence(), Source.OTHER_LINE));

        assertThat(line.pending()).isEmpty();
        assertThat(health(line.state(), PRIMARY.target()))
                .isEqualTo(new Health(Health.Verdict.QUARANTINED, 32_000, 1));
    }

    @Test
    void penaltiesAreAsLongAsTheirCauseAsksFor() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        Target target = PRIMARY.target();
        record Row(Outcome outcome, long untilMs) {}
        List<Row> rows =
                List.of(
                        new Row(silence(), 32_000),
                        new Row(code(503), 32_000),
                        new Row(unreachable(Outcome.Kind.TLS), 32_000),
                        new Row(unreachable(Outcome.Kind.ICMP), 5_000),
                        new Row(unreachable(Outcome.Kind.TCP_REFUSED), 5_000),
                        new Row(unreachable(Outcome.Kind.TCP_RESET), 5_000),
                        new Row(retryAfter(503, 60), 60_000),
                        new Row(retryAfter(503, 86_400), 1_800_000));
        ByConfiguration questions = new ByConfiguration();

        for (Row row : rows) {
            assertThat(questions.penalty(line.state(), row.outcome()))
                    .as("%s", row.outcome())
                    .isEqualTo(Duration.ofMillis(row.untilMs()));
        }
        line.happen(new LineEvent.FlowLost(target, CLOSED));
        assertThat(health(line.state(), target).verdict()).isEqualTo(Health.Verdict.PROBING);
    }

    @Test
    void failuresInARowAreCountedUntilASuccess() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());
        line.happen(new LineEvent.RegisterAsked());
        line.answer(silence());
        line.answer(ok());
        assertThat(health(line.state(), PRIMARY.target()).failures()).isEqualTo(2);

        line.happen(new LineEvent.RegisterAsked());
        line.answer(ok());

        assertThat(health(line.state(), PRIMARY.target())).isEqualTo(Health.GOOD);
    }

    @Test
    void aLateSuccessSaysThatTheServerIsAlive() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());

        line.happen(new LineEvent.LateSuccess("REGISTER", PRIMARY));

        assertThat(health(line.state(), PRIMARY.target())).isEqualTo(Health.GOOD);
        assertThat(line.state().current()).contains(BACKUP);
    }

    @Test
    void keepAliveOptionsFollowTheLine() {
        VirtualLine line = VirtualLine.started(watching(30));
        assertThat(watches(line)).isEmpty();
        line.answer(ok());
        assertThat(watches(line)).containsExactly(watch(PRIMARY, 30));

        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        line.answer(silence());
        assertThat(watches(line)).containsExactly(new Command.Unwatch(PRIMARY.target()));
        line.answer(ok());
        assertThat(watches(line)).containsExactly(watch(BACKUP, 30));

        line.happen(new LineEvent.RegisterAsked());
        line.answer(ok());
        assertThat(watches(line))
                .containsExactly(new Command.Unwatch(BACKUP.target()), watch(PRIMARY, 30));
    }

    @Test
    void keepAliveOptionsFollowTheirSettings() {
        VirtualLine line = VirtualLine.onPrimary(watching(30));
        line.commands();

        line.happen(new LineEvent.Configured(watching(60)));
        assertThat(watches(line)).containsExactly(watch(PRIMARY, 60));

        line.happen(new LineEvent.Configured(TwoServers.config()));
        assertThat(watches(line)).containsExactly(new Command.Unwatch(PRIMARY.target()));
    }

    @Test
    void aLineThatStopsWatchesNothing() {
        VirtualLine line = VirtualLine.onPrimary(watching(30));
        line.commands();

        line.happen(new LineEvent.Stopping());

        assertThat(watches(line)).containsExactly(new Command.Unwatch(PRIMARY.target()));
    }
}
