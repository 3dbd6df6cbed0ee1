// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;
import static org.linekeeper.policy.kit.Yealink.A;
import static org.linekeeper.policy.kit.Yealink.B;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.linekeeper.api.line.Failback.Mode;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** The four ways back to a server's first target. */
class Y11FailbackTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static LineConfig config(Mode mode) {
        return Yealink.one(Yealink.failback(mode, HOUR.toSeconds()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"DNS_TTL", "REGISTRATION", "DURATION"})
    void Y11_untilThenNewRequestsGoToTheLastTarget(Mode mode) {
        VirtualLine line = Yealink.onB(config(mode));

        line.dial("c1");

        assertThat(line.only().hop()).isEqualTo(B);
    }

    @Test
    void Y11_durationReturnsWhenTheTimeIsOver() {
        VirtualLine line = Yealink.onB(config(Mode.DURATION));
        line.advance(HOUR.minusSeconds(1));
        line.pending().forEach(refresh -> line.answer(refresh, ok()));
        assertThat(line.pending()).isEmpty();

        line.advance(Duration.ofSeconds(1));

        assertThat(line.only().hop()).isEqualTo(A);
        line.answer(line.only(), ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().why()).isEqualTo(Why.RETURNED);
    }

    @Test
    void Y11_durationReturnsOnlyWhenIdle() {
        VirtualLine line = Yealink.onB(config(Mode.DURATION));
        line.dial("c1");
        line.answer(ok());
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        line.answer(ok());

        line.tamper(s -> s.with(draft -> draft.timers().put(Returning.FAILBACK, line.nowMs())));
        line.advance(Duration.ofSeconds(100));
        assertThat(line.pending()).as("deferred, not dropped").isEmpty();

        line.happen(new LineEvent.CallEnded("c1", "over"));

        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y11_aCallOnAnotherLineIsACallOfThePhone() {
        VirtualLine line = Yealink.onB(config(Mode.DURATION));
        line.tamper(s -> s.with(draft -> draft.busyElsewhere(true)));
        line.tamper(s -> s.with(draft -> draft.timers().put(Returning.FAILBACK, line.nowMs())));
        line.advance(Duration.ofSeconds(100));
        assertThat(line.pending()).isEmpty();

        line.tamper(s -> s.with(draft -> draft.busyElsewhere(false)));
        line.happen(new LineEvent.PhoneIdle());

        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y11_aPrimaryThatIsStillDeadIsTriedAgainAfterTheWholeDuration() {
        VirtualLine line = Yealink.onB(Yealink.one(Yealink.failback(Mode.DURATION, 600)));
        line.advance(Duration.ofSeconds(600));
        line.answer(silence());
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(line.state().why()).isEqualTo(Why.REGISTERED);

        line.advance(Duration.ofSeconds(599));
        assertThat(line.pending()).isEmpty();
        line.advance(Duration.ofSeconds(1));

        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y11_durationZeroStaysUntilTheTargetFails() {
        VirtualLine line = Yealink.onB(Yealink.one(Yealink.failback(Mode.DURATION, 0)));
        for (int hour = 0; hour < 24; hour++) {
            line.advance(HOUR);
            line.pending()
                    .forEach(
                            sent -> {
                                assertThat(sent.hop()).isEqualTo(B);
                                line.answer(sent, ok());
                            });
        }
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        line.answer(silence());

        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y11_dnsTtlReturnsWhenTheRecordsAreOver() {
        VirtualLine line = Yealink.onB(config(Mode.DNS_TTL));
        line.advance(Duration.ofSeconds(Yealink.TTL_SECONDS - 1));
        assertThat(line.pending()).isEmpty();

        line.advance(Duration.ofSeconds(1));

        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y11_dnsTtlThatFindsThePrimaryDeadWaitsForTheNextTtl() {
        VirtualLine line = Yealink.onB(config(Mode.DNS_TTL));
        line.advance(Duration.ofSeconds(Yealink.TTL_SECONDS));
        line.answer(silence());

        line.advance(Duration.ofSeconds(Yealink.TTL_SECONDS - 1));
        assertThat(line.pending()).isEmpty();
        line.advance(Duration.ofSeconds(1));

        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y11_registrationReturnsAtTheRenewal() {
        VirtualLine line = Yealink.onB(config(Mode.REGISTRATION));

        line.happen(new LineEvent.TimerFired(Registering.REFRESH));

        assertThat(line.only().hop()).isEqualTo(A);
        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(B);
    }

    @Test
    void Y11_registrationRenewsWhereItIsWhileThePhoneIsBusyAndReturnsThen() {
        VirtualLine line = Yealink.onB(config(Mode.REGISTRATION));
        line.dial("c1");
        line.answer(ok());
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        assertThat(line.only().hop()).isEqualTo(B);
        line.answer(ok());

        line.happen(new LineEvent.CallEnded("c1", "over"));

        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y11_theDurationCountsFromTheArrivalAtTheTarget() {
        VirtualLine line = Yealink.started(Yealink.one(Yealink.failback(Mode.DURATION, 600)));
        line.answer(ok());
        line.advance(Duration.ofSeconds(500));
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        line.answer(silence());
        line.answer(ok());

        line.advance(Duration.ofSeconds(599));
        assertThat(line.pending()).isEmpty();
        line.advance(Duration.ofSeconds(1));

        assertThat(line.only().hop()).isEqualTo(A);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"DNS_TTL", "REGISTRATION", "DURATION"})
    void Y11_afterARestartTheLineIsWhereItWasIfItsBindingLives(Mode mode) {
        VirtualLine line = Yealink.onB(config(mode));

        line.happen(new LineEvent.Started());

        assertThat(line.only().hop()).isEqualTo(B);
        line.answer(line.only(), silence());
        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y11_aStopThatLeavesTheBindingStandingIsARestartToo() {
        LineConfig config = config(Mode.REGISTRATION).with(draft -> draft.unregisterOnExit(false));
        VirtualLine line = Yealink.onB(config);
        line.happen(new LineEvent.Stopping());
        assertThat(line.state().status()).isEqualTo(Status.UNREGISTERED);

        line.happen(new LineEvent.Started());

        assertThat(line.only().hop()).isEqualTo(B);
    }

    @Test
    void Y11_afterAStopThatRemovesItNothingIsLeftToComeBackTo() {
        VirtualLine line = Yealink.onB(config(Mode.REGISTRATION));
        line.happen(new LineEvent.Stopping());
        line.answer(line.only(), ok());

        line.happen(new LineEvent.Started());

        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y11_afterARestartNewRequestsBeginAtThePrimary() {
        VirtualLine line = Yealink.onB(config(Mode.NEW_REQUESTS));

        line.happen(new LineEvent.Started());

        assertThat(line.only().hop()).isEqualTo(A);
        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
    }
}
