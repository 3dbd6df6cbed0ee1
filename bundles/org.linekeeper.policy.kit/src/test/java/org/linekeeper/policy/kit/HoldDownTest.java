// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.Generic.beat;
import static org.linekeeper.policy.kit.Generic.failOver;
import static org.linekeeper.policy.kit.Generic.pass;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Failback;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Steadiness;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** Where a line has arrived it stays for a while, and longer each time that a return is vain. */
class HoldDownTest {
    private static final int FIRST = 30;
    private static final Optional<Heartbeat> BEATING = Generic.config(2).heartbeat();
    private static final LineConfig HOLDING = Generic.holding(FIRST, 1800);

    /** How long after its arrival at the backup a line goes back, with a primary that answers. */
    private static long heldSeconds(VirtualLine line) {
        long arrivedMs = line.nowMs();
        for (int i = 0; i < 10_000 && line.pending().isEmpty(); i++) {
            beat(line, ok());
            if (line.pending().isEmpty()) {
                pass(line, 1);
            }
        }
        assertThat(line.only(Request.Register.class).hop()).isEqualTo(PRIMARY);
        long heldMs = line.nowMs() - arrivedMs;
        line.answer(ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        return heldMs / 1000;
    }

    /** One server with two targets. */
    private static LineConfig inside(Failback.Mode mode) {
        return Yealink.one(Yealink.failback(mode, 60))
                .with(d -> d.steadiness(new Steadiness(false, 1, 900, 900, 0)));
    }

    @Test
    void noReturnBeforeItIsOverAndOneAtOnceThen() {
        VirtualLine line = VirtualLine.onBackup(HOLDING);
        beat(line, ok());
        pass(line, FIRST - 1);
        beat(line, ok());
        assertThat(line.pending()).isEmpty();

        pass(line, 1);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aReturnThatIsNotConfirmedAnyMoreIsNotMadeUpFor() {
        VirtualLine line = VirtualLine.onBackup(HOLDING);
        beat(line, ok());
        pass(line, FIRST - 1);
        beat(line, silence());
        pass(line, FIRST);

        assertThat(line.pending()).isEmpty();
    }

    @Test
    void aProbeThatRegistersWaitsForItsEnd() {
        LineConfig config = HOLDING.with(Generic.probing(Redundancy.Probe.REGISTER, 0));
        VirtualLine line =
                VirtualLine.onBackup(
                        config.with(d -> d.steadiness(new Steadiness(true, 1, 45, 45, 0))));
        pass(line, 44);
        assertThat(line.pending()).as("one was due after 30 s").isEmpty();

        pass(line, 1);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void itHoldsWithinOneServerToo() {
        VirtualLine line = Yealink.onB(inside(Failback.Mode.DURATION));
        pass(line, 899);
        assertThat(line.pending()).as("one was due after 60 s").isEmpty();

        pass(line, 1);

        assertThat(line.only().hop()).isEqualTo(Yealink.A);
    }

    @ParameterizedTest
    @EnumSource(
            value = Failback.Mode.class,
            names = {"NEW_REQUESTS", "REGISTRATION"})
    void aRenewalGoesBackAfterwards(Failback.Mode mode) {
        VirtualLine line = Yealink.onB(inside(mode));
        pass(line, 60);
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        assertThat(line.only().hop()).isEqualTo(Yealink.B);
        line.answer(ok());
        pass(line, 840);
        if (line.pending().isEmpty()) {
            line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        }

        assertThat(line.only().hop()).isEqualTo(Yealink.A);
    }

    @Test
    void aRequestStaysWhereTheLineArrived() {
        VirtualLine line = Yealink.onB(inside(Failback.Mode.NEW_REQUESTS));
        line.dial("c1");

        assertThat(line.only(Request.Invite.class).hop()).isEqualTo(Yealink.B);
    }

    @Test
    void itNeverHoldsUpAFailover() {
        VirtualLine line = VirtualLine.onBackup(HOLDING);
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        line.answer(silence());

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void norTheUser() {
        VirtualLine line = VirtualLine.onBackup(HOLDING);
        line.happen(new LineEvent.RegisterAsked());
        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void itDoublesWithEachReturnThatDoesNotLastUpToTheMost() {
        VirtualLine line = VirtualLine.onBackup(Generic.holding(FIRST, 200));
        for (int expected : new int[] {30, 60, 120, 200, 200}) {
            assertThat(heldSeconds(line)).isEqualTo(expected);
            pass(line, expected - 1);
            failOver(line);
        }
    }

    @Test
    void aReturnThatLastsAsLongAsTheHoldDownMakesItTheFirstAgain() {
        VirtualLine line = VirtualLine.onBackup(HOLDING);
        heldSeconds(line);
        failOver(line);
        assertThat(heldSeconds(line)).isEqualTo(60);
        pass(line, 60);
        failOver(line);

        assertThat(heldSeconds(line)).isEqualTo(FIRST);
    }

    @Test
    void theTimeThatAHeartbeatTakesToNoticeIsNoPartOfThat() {
        VirtualLine line = VirtualLine.onBackup(HOLDING.with(d -> d.heartbeat(BEATING)));
        heldSeconds(line);
        pass(line, FIRST + 4 * Generic.BEAT_SECONDS - 1);
        failOver(line);
        assertThat(heldSeconds(line)).isEqualTo(60);
        pass(line, 60 + 4 * Generic.BEAT_SECONDS);
        failOver(line);

        assertThat(heldSeconds(line)).isEqualTo(FIRST);
    }

    @Test
    void goingOnToABetterServerStillIsNoReturnInVain() {
        LineConfig three = Generic.config(3).with(d -> d.servers(TwoServers.config(3).servers()));
        LineConfig config =
                three.with(Generic.probing(Redundancy.Probe.REGISTER, 0))
                        .with(d -> d.heartbeat(Optional.empty()).steadiness(HOLDING.steadiness()));
        VirtualLine line = VirtualLine.started(config);
        line.answer(silence());
        line.answer(silence());
        line.answer(ok());
        pass(line, FIRST);
        line.answer(silence());
        line.answer(ok());
        assertThat(line.state().current()).contains(BACKUP);
        line.happen(new LineEvent.RegisterAsked());
        line.answer(ok());
        assertThat(line.state().current()).contains(PRIMARY);
        pass(line, FIRST);
        failOver(line);

        assertThat(heldSeconds(line)).isEqualTo(FIRST);
    }

    @Test
    void aSecondFailoverWithoutAReturnChangesNothing() {
        VirtualLine line = VirtualLine.onBackup(HOLDING);
        heldSeconds(line);
        failOver(line);
        failOver(line);
        assertThat(line.state().current()).contains(PRIMARY);
        pass(line, 3600);
        failOver(line);
        assertThat(line.state().current()).contains(BACKUP);

        assertThat(heldSeconds(line)).as("the primary has lasted").isEqualTo(FIRST);
    }

    @Test
    void withMostAsLongAsTheFirstItNeverGrows() {
        VirtualLine line = VirtualLine.onBackup(Generic.holding(FIRST, FIRST));
        for (int i = 0; i < 3; i++) {
            assertThat(heldSeconds(line)).isEqualTo(FIRST);
            failOver(line);
        }
    }

    @Test
    void itOutlivesARestart() {
        VirtualLine line = VirtualLine.onBackup(HOLDING);
        heldSeconds(line);
        failOver(line);
        line.happen(new LineEvent.Started());
        line.answer(ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);

        assertThat(heldSeconds(line)).isEqualTo(60);
    }

    @Test
    void afterARestartThePrimaryIsStillOnTrial() {
        VirtualLine line = VirtualLine.onBackup(HOLDING);
        heldSeconds(line);
        failOver(line);
        line.tamper(s -> s.with(d -> d.health().clear()));
        line.happen(new LineEvent.Started());
        line.answer(ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        failOver(line);

        assertThat(heldSeconds(line)).isEqualTo(120);
    }

    @Test
    void itOutlivesAPolicy() {
        VirtualLine line = VirtualLine.onBackup(HOLDING);
        line.swapAfterEveryStep();
        heldSeconds(line);
        failOver(line);

        assertThat(heldSeconds(line)).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"twice", "", "-1", "1e3", "99999999999"})
    void whatIsNoCountInItsMemoryCountsAsNone(String garbage) {
        VirtualLine line = VirtualLine.onPrimary(HOLDING);
        line.tamper(s -> s.with(d -> d.memory().put("kit1.hold-downs-doubled", garbage)));
        failOver(line);

        assertThat(heldSeconds(line)).isEqualTo(FIRST);
    }

    @Test
    void settingsWithoutItEndIt() {
        VirtualLine line = VirtualLine.onBackup(HOLDING);
        line.happen(new LineEvent.Configured(Generic.counting(1)));
        line.answer(ok());
        assertThat(line.state().timers()).containsOnlyKeys(Registering.REFRESH);

        beat(line, ok());

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aVendorsLineHasNone() {
        LineConfig vendors = HOLDING.with(d -> d.steadiness(Steadiness.NONE));
        VirtualLine line = VirtualLine.onBackup(vendors);
        beat(line, ok());

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(ok());
        line.advance(Duration.ofSeconds(1));
        assertThat(line.state().timers()).containsOnlyKeys(Registering.REFRESH);
    }
}
