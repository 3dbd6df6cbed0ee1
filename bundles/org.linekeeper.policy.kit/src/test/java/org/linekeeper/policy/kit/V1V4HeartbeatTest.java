// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.RefreshWindow;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** OPTIONS to the primary decide when the line leaves it and when it goes back. */
class V1V4HeartbeatTest {
    private static final int INTERVAL_SECONDS = 90;
    private static final int TOLERATED = 3;
    private static final int DELAY_SECONDS = 43_200;

    static LineConfig config(long returnDelaySeconds) {
        LineConfig two = TwoServers.config();
        GiveUp times =
                new GiveUp(OptionalLong.of(2000), OptionalLong.empty(), OptionalLong.of(2000));
        return two.with(
                d ->
                        d.heartbeat(Optional.of(new Heartbeat(INTERVAL_SECONDS, TOLERATED)))
                                .servers(
                                        two.servers().stream()
                                                .map(s -> s.with(c -> c.giveUp(times)))
                                                .toList())
                                .redundancy(
                                        new Redundancy(
                                                Redundancy.Scheme.SUCCESSIVE,
                                                Redundancy.Probe.OPTIONS,
                                                INTERVAL_SECONDS,
                                                returnDelaySeconds,
                                                false,
                                                true)));
    }

    private static void beat(VirtualLine line, Outcome outcome) {
        line.happen(
                new LineEvent.HealthObserved(
                        PRIMARY.target(), outcome, LineEvent.HealthObserved.Source.WATCH));
    }

    static void lose(VirtualLine line) {
        for (int i = 0; i <= TOLERATED; i++) {
            beat(line, silence());
        }
    }

    private static VirtualLine lost(long returnDelaySeconds) {
        return lost(config(returnDelaySeconds));
    }

    private static VirtualLine lost(LineConfig config) {
        VirtualLine line = VirtualLine.onPrimary(config);
        lose(line);
        line.answer(ok());
        line.commands();
        return line;
    }

    @Test
    void V1_thePrimaryIsWatchedWhicheverServerIsCurrent() {
        Command watch =
                new Command.Watch(
                        PRIMARY, Duration.ofSeconds(INTERVAL_SECONDS), Budget.durationMs(2000));
        VirtualLine line = VirtualLine.started(config(0));
        assertThat(line.commands()).contains(watch);
        line.answer(silence());
        line.answer(ok());

        assertThat(line.state().current()).contains(BACKUP);
        assertThat(line.commands())
                .noneMatch(c -> c instanceof Command.Watch || c instanceof Command.Unwatch);
    }

    @Test
    void V2_oneFailureMoreThanIsToleratedMovesTheLine() {
        VirtualLine line = VirtualLine.onPrimary(config(0));
        for (int i = 0; i < TOLERATED; i++) {
            beat(line, silence());
        }
        assertThat(line.pending()).isEmpty();

        beat(line, silence());

        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(line.state().status()).isEqualTo(Status.SWITCHING);
        assertThat(line.state().why()).isEqualTo(Why.HEARTBEAT_LOST);
        line.answer(ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
    }

    @Test
    void V2_oneSuccessSetsTheCountToZero() {
        VirtualLine line = VirtualLine.onPrimary(config(0));
        for (int i = 0; i < 20; i++) {
            beat(line, i % (TOLERATED + 1) == TOLERATED ? ok() : silence());
        }

        assertThat(line.pending()).isEmpty();
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void V2_whatWasCountedBeforeARestartIsForgotten() {
        VirtualLine line = lost(0);
        line.happen(new LineEvent.Started());
        line.answer(ok());
        assertThat(line.state().current()).contains(PRIMARY);
        for (int i = 0; i < TOLERATED; i++) {
            beat(line, silence());
        }
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 404, 405, 501, 603})
    void V1_anyOtherFinalResponseIsASignOfLife(int code) {
        VirtualLine line = VirtualLine.onPrimary(config(0));
        for (int i = 0; i < 10; i++) {
            beat(line, code(code));
        }

        assertThat(line.pending()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 503})
    void V1_aServerThatSaysItCannotServeIsNot(int code) {
        VirtualLine line = VirtualLine.onPrimary(config(0));
        for (int i = 0; i <= TOLERATED; i++) {
            beat(line, code(code));
        }

        assertThat(line.only().hop()).isEqualTo(BACKUP);
    }

    @Test
    void V4_withThePrimaryPreferredOneAnswerBringsTheLineBackByARegister() {
        VirtualLine line = lost(0);

        beat(line, ok());
        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        assertThat(line.state().status()).as("OPTIONS alone").isEqualTo(Status.ON_BACKUP);
        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().why()).isEqualTo(Why.RETURNED);
    }

    @Test
    void V4_aRegisterThatFailsIsTriedAgainWithTheNextAnswer() {
        VirtualLine line = lost(0);
        beat(line, ok());
        line.answer(silence());
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);

        beat(line, ok());

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void V4_elseTheLineGoesBackAfterTheDelayFromTheFirstAnswer() {
        VirtualLine line = lost(DELAY_SECONDS);
        beat(line, ok());
        answerRemoval(line);
        advanceRefreshing(line, DELAY_SECONDS - 1);
        beat(line, ok());
        assertThat(line.pending()).isEmpty();

        advanceRefreshing(line, 1);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void V4_aFailureInBetweenStartsTheDelayAnew() {
        VirtualLine line = lost(DELAY_SECONDS);
        beat(line, ok());
        answerRemoval(line);
        advanceRefreshing(line, DELAY_SECONDS - 1);
        beat(line, silence());
        advanceRefreshing(line, DELAY_SECONDS);
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        beat(line, ok());

        advanceRefreshing(line, DELAY_SECONDS - 1);

        assertThat(line.pending()).isEmpty();
    }

    /** Once: an outcome of any kind ends it. */
    @Test
    void V9_aPrimaryThatAnswersAgainLosesTheBindingThatItGranted() {
        VirtualLine line = lost(DELAY_SECONDS);
        assertThat(line.pending()).as("nothing can be said to a silent server").isEmpty();
        beat(line, code(503));
        assertThat(line.pending()).isEmpty();
        beat(line, ok());
        answerRemoval(line);
        beat(line, ok());
        assertThat(line.pending()).isEmpty();
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
    }

    @Test
    void V9_aLineThatGoesBackAtOnceRegistersThereInstead() {
        VirtualLine line = lost(0);
        beat(line, ok());
        assertThat(line.only().what()).isNotEqualTo(new Request.Register("r2", 0));
        line.answer(ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void V9_aBindingThatIsToStayStays() {
        LineConfig keeping =
                config(DELAY_SECONDS)
                        .with(
                                d ->
                                        d.redundancy(
                                                new Redundancy(
                                                        Redundancy.Scheme.SUCCESSIVE,
                                                        Redundancy.Probe.OPTIONS,
                                                        INTERVAL_SECONDS,
                                                        DELAY_SECONDS,
                                                        false,
                                                        false)));
        VirtualLine line = lost(keeping);
        beat(line, ok());
        assertThat(line.pending()).isEmpty();
    }

    private static void answerRemoval(VirtualLine line) {
        assertThat(line.only().what())
                .isInstanceOfSatisfying(
                        Request.Register.class,
                        register -> assertThat(register.expiresSeconds()).isZero());
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(ok());
    }

    private static void advanceRefreshing(VirtualLine line, int seconds) {
        for (int i = 0; i < seconds; i += 60) {
            line.advance(Duration.ofSeconds(Math.min(60, seconds - i)));
            List.copyOf(line.pending()).stream()
                    .filter(sent -> sent.hop().equals(BACKUP))
                    .forEach(sent -> line.answer(sent, ok()));
        }
    }

    @Test
    void V3_arequestThatFailsMovesTheLineToo() {
        VirtualLine line = VirtualLine.onPrimary(config(0));
        line.dial("c1");

        line.answer(code(503));

        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        assertThat(line.only().hop()).isEqualTo(BACKUP);
    }

    @ParameterizedTest
    @CsvSource({"3600, 1800", "600, 300", "7200, 1800"})
    void V5_theRefreshIsDueAtHalfThePeriodOrHalfOfWhatIsGranted(int granted, int dueSeconds) {
        LineConfig half = config(0).with(d -> d.refresh(new RefreshWindow(50, 50)));
        VirtualLine line = VirtualLine.started(half);

        line.answer(TwoServers.granted(granted));

        assertThat(line.state().timers().get(Registering.REFRESH) - line.nowMs())
                .isEqualTo(dueSeconds * 1000L);
    }

    @Test
    void aLineWithoutBackupAsksThereWhetherItStillLives() {
        LineConfig one = config(0).with(d -> d.servers(config(0).servers().subList(0, 1)));
        VirtualLine line = VirtualLine.onPrimary(one);
        for (int i = 0; i <= TOLERATED; i++) {
            beat(line, silence());
        }

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }
}
