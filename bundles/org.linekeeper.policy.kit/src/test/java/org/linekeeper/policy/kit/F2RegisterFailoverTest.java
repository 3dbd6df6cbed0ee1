// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.hop;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** F2: where a REGISTER goes, and what sets it off. */
class F2RegisterFailoverTest {
    private static final LineEvent BY_HAND = new LineEvent.RegisterAsked();

    private static Duration untilRefresh(VirtualLine line) {
        return Duration.ofMillis(line.state().timers().get(Registering.REFRESH) - line.nowMs());
    }

    @Test
    void F2_byHandGoesToThePrimaryFirst() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());

        line.happen(BY_HAND);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
    }

    @Test
    void F2_byHandWithThePrimaryBackMovesTheLineThere() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());
        line.happen(BY_HAND);

        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().why()).isEqualTo(Why.RETURNED);
        // What the backup still holds would fork calls to a phone that is no longer there.
        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(((Request.Register) line.only().what()).expiresSeconds()).isZero();
    }

    @Test
    void F2_byHandWithThePrimaryStillDownStaysAtTheBackup() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());
        line.happen(BY_HAND);

        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(line.state().why()).isEqualTo(Why.REFRESHED);
        assertThat(line.pending()).isEmpty();
    }

    @Test
    void F2_byHandDoesNotWaitForARefreshAtTheBackup() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());
        line.advance(Duration.ofSeconds(10));
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        long refresh = line.only().attempt();

        line.happen(BY_HAND);

        assertThat(line.isPending(refresh)).isFalse();
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void F2_byHandLeavesAnAttemptAtThePrimaryAlone() {
        VirtualLine line = VirtualLine.started(TwoServers.config());
        long attempt = line.only().attempt();

        line.happen(BY_HAND);

        assertThat(line.only().attempt()).isEqualTo(attempt);
    }

    @Test
    void F2_aRefreshComesBeforeTheBindingRunsOutAndGoesToTheCurrentServer() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());
        Duration due = untilRefresh(line);
        assertThat(due).isBetween(Duration.ofSeconds(2880), Duration.ofSeconds(3240));

        line.tamper(s -> s.with(draft -> draft.timers().remove(Returning.PROBE)));
        line.advance(due);

        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        line.answer(ok());
        assertThat(line.state().why()).isEqualTo(Why.REFRESHED);
    }

    @Test
    void F2_aDeadCurrentServerIsFollowedByTheNextNotYetTried() {
        VirtualLine line = VirtualLine.started(TwoServers.config(3));
        line.answer(silence());
        line.answer(silence());
        line.answer(ok());
        assertThat(line.state().current()).contains(hop(2));

        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        assertThat(line.only().hop()).isEqualTo(hop(2));
        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(hop(0));
        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(hop(1));
        assertThat(line.state().status()).isEqualTo(Status.SWITCHING);
        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(line.state().current()).contains(hop(1));
    }

    @Test
    void F2_theBackupOfADeadBackupIsThePrimary() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));

        line.answer(silence());
        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().why()).isEqualTo(Why.REGISTERED);
    }

    @Test
    void F2_anUnansweredOptionsByHandSetsItOff() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.happen(new LineEvent.OptionsAsked());
        assertThat(line.only().what()).isEqualTo(new Request.Options());

        line.answer(silence());

        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void F2_anUnansweredCancelSetsItOff() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        line.happen(new LineEvent.Provisional(line.only().attempt(), 180));
        line.hangUp("c1");

        line.answer(line.only(Request.Invite.class), silence());

        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void F2_anAnsweredCancelSetsNothingOff() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        line.hangUp("c1");

        line.answer(line.only(Request.Invite.class), new Outcome.Cancelled());

        assertThat(line.pending()).isEmpty();
        assertThat(line.state().rounds()).isEmpty();
    }

    @Test
    void F2_aRefusalByThePrimaryByHandLeavesTheBackupInService() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());
        line.happen(BY_HAND);

        line.answer(code(403));

        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(line.state().current()).contains(BACKUP);
        assertThat(line.only(Request.Register.class).hop()).isEqualTo(BACKUP);
        line.answer(ok());
        assertThat(line.pending()).isEmpty();
        assertThat(line.state().current()).contains(BACKUP);
    }

    private static Hop refreshedAt(VirtualLine line) {
        line.advance(untilRefresh(line));
        return line.only(Request.Register.class).hop();
    }

    @Test
    void aRefusalLeavesTheLineUnregisteredThereAndIsRetriedAfterTheExactInterval() {
        VirtualLine line = VirtualLine.started(TwoServers.config());

        line.answer(code(403));

        assertThat(line.state().status()).isEqualTo(Status.UNREGISTERED);
        assertThat(line.state().why()).isEqualTo(new Why("response_403"));
        assertThat(line.state().current()).contains(PRIMARY);
        line.advance(Duration.ofSeconds(TwoServers.RETRY_SECONDS).minusMillis(1));
        assertThat(line.pending()).isEmpty();
        line.advance(Duration.ofMillis(1));
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aWrongPasswordIsNotTriedAtTheBackup() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.advance(untilRefresh(line));

        line.answer(code(401));

        assertThat(line.state().status()).isEqualTo(Status.UNREGISTERED);
        assertThat(line.pending()).isEmpty();
    }

    @Test
    void aRetryAfterOfARefusalOnlyLengthensTheWait() {
        VirtualLine longer = VirtualLine.started(TwoServers.config());
        longer.answer(TwoServers.retryAfter(480, 100));
        longer.advance(Duration.ofSeconds(100).minusMillis(1));
        assertThat(longer.pending()).isEmpty();

        VirtualLine shorter = VirtualLine.started(TwoServers.config());
        shorter.answer(TwoServers.retryAfter(480, 3));
        shorter.advance(Duration.ofSeconds(TwoServers.RETRY_SECONDS).minusMillis(1));
        assertThat(shorter.pending()).isEmpty();
    }

    @Test
    void aRegistrarThatGrantsNoTimeIsNotHammered() {
        VirtualLine line = VirtualLine.started(TwoServers.config());
        VirtualServers servers = new VirtualServers(line);
        servers.set(PRIMARY.target(), new VirtualServers.Says(TwoServers.granted(0)));
        line.answer(TwoServers.granted(0));

        line.advance(Duration.ofSeconds(60));

        assertThat(line.sent().size()).isBetween(30, 62);
    }
}
