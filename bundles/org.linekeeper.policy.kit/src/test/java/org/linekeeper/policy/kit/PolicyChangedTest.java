// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.LineEvent;

/** Another policy takes over in the middle of whatever is going on. */
class PolicyChangedTest {
    private static final LineConfig CONFIG = TwoServers.config();
    private static final LineEvent CHANGED = new LineEvent.PolicyChanged();

    private static VirtualLine without(VirtualLine line, String timer) {
        assertThat(line.state().timers()).containsKey(timer);
        line.tamper(s -> s.with(draft -> draft.timers().remove(timer)));
        line.commands();
        return line;
    }

    private static VirtualLine unregistered() {
        VirtualLine line = VirtualLine.started(CONFIG);
        line.answer(silence());
        line.answer(silence());
        return line;
    }

    @Test
    void anIdenticalPolicyFindsNothingToDoInAnyState() {
        List<Supplier<VirtualLine>> lines =
                List.of(
                        () -> VirtualLine.of(CONFIG.with(draft -> draft.enabled(false))),
                        () -> VirtualLine.started(CONFIG),
                        () -> VirtualLine.onPrimary(CONFIG),
                        () -> VirtualLine.onBackup(CONFIG),
                        PolicyChangedTest::unregistered);
        for (Supplier<VirtualLine> each : lines) {
            VirtualLine line = each.get();
            if (line.sent().isEmpty()) {
                line.happen(new LineEvent.Started());
            }
            LineState before = line.state();
            Decision decision = new FailoverMachine(new ByConfiguration()).decide(before, CHANGED);

            assertThat(decision).isEqualTo(Decision.unchanged(before));
        }
    }

    @Test
    void aMissingRefreshIsStartedWithoutDrawing() {
        VirtualLine line = VirtualLine.onPrimary(CONFIG);
        line.advance(Duration.ofSeconds(600));
        without(line, Registering.REFRESH);

        line.happen(CHANGED);

        assertThat(line.commands())
                .containsExactly(
                        new Command.StartTimer(
                                Registering.REFRESH, Duration.ofSeconds(1500), Duration.ZERO));
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void aMissingRefreshOfABindingThatHasRunOutIsDueAtOnce() {
        VirtualLine line = without(VirtualLine.onPrimary(CONFIG), Registering.REFRESH);
        line.advance(Duration.ofSeconds(TwoServers.EXPIRES_SECONDS + 1));

        line.happen(CHANGED);
        line.advance(Duration.ZERO);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aMissingProbeIsStartedWithTheWholeInterval() {
        VirtualLine line = without(VirtualLine.onBackup(CONFIG), Returning.PROBE);

        line.happen(CHANGED);

        assertThat(line.commands())
                .containsExactly(
                        new Command.StartTimer(
                                Returning.PROBE,
                                Duration.ofSeconds(TwoServers.PROBE_SECONDS),
                                Duration.ZERO));
    }

    @Test
    void aLineThatNobodyWasBringingBackRegistersAtOnce() {
        VirtualLine line = without(unregistered(), Registering.RETRY);

        line.happen(CHANGED);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void aTimerOfThePolicyBeforeMeansNothing() {
        VirtualLine line = VirtualLine.onPrimary(CONFIG);
        LineState before = line.state();
        line.commands();

        line.happen(new LineEvent.TimerFired("another-policys-timer"));

        assertThat(line.state()).isEqualTo(before);
        assertThat(line.commands()).isEmpty();
    }

    @Test
    void anOutcomeThatNobodyWaitsForMeansNothing() {
        VirtualLine line = VirtualLine.onPrimary(CONFIG);
        LineState before = line.state();

        line.happen(new LineEvent.AttemptEnded(4711, ok()));
        line.happen(new LineEvent.Provisional(4711, 180));

        assertThat(line.state()).isEqualTo(before);
    }
}
