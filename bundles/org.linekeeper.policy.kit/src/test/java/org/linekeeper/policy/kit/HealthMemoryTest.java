// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.hop;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Steadiness;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** A target under penalty is tried last, by whatever request. */
class HealthMemoryTest {
    private static final LineConfig TWO = Generic.config(2);
    private static final Outcome.Unreachable ICMP = new Outcome.Unreachable(Outcome.Kind.ICMP, "");

    /** What another line of the phone has found out. */
    private static void foundDead(VirtualLine line, Hop hop) {
        line.happen(
                new LineEvent.HealthObserved(
                        hop.target(), silence(), LineEvent.HealthObserved.Source.OTHER_LINE));
    }

    private static void refresh(VirtualLine line) {
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
    }

    @Test
    void aRegisterPassesOverWhatAnotherLineHasFoundDead() {
        VirtualLine line = VirtualLine.onPrimary(TWO);
        foundDead(line, PRIMARY);
        refresh(line);

        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(line.state().status()).as("hearsay").isEqualTo(Status.ON_PRIMARY);
        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(line.state().why()).isEqualTo(Why.REGISTERED);
    }

    @Test
    void itIsTriedAllTheSameWhenNobodyElseAnswers() {
        VirtualLine line = VirtualLine.onPrimary(TWO);
        foundDead(line, PRIMARY);
        refresh(line);
        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(PRIMARY);

        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().why()).isEqualTo(Why.REFRESHED);
    }

    @Test
    void aLineThatFleesFromTheBackupHasNotReturned() {
        VirtualLine line = VirtualLine.onBackup(TWO);
        line.advance(Duration.ofSeconds(33));
        foundDead(line, BACKUP);
        refresh(line);
        assertThat(line.only().hop()).isEqualTo(PRIMARY);

        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().why()).isEqualTo(Why.REGISTERED);
    }

    @Test
    void thoseUnderPenaltyKeepTheirOrder() {
        VirtualLine line = VirtualLine.onPrimary(Generic.config(3));
        for (int i = 0; i < 3; i++) {
            foundDead(line, hop(i));
        }
        refresh(line);
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(silence());

        assertThat(line.only().hop()).isEqualTo(BACKUP);
    }

    @Test
    void afterThePenaltyTheOrderIsAsConfigured() {
        VirtualLine line = VirtualLine.onPrimary(TWO);
        foundDead(line, PRIMARY);
        line.advance(Duration.ofSeconds(32));
        refresh(line);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aLineThatStartsRemembersToo() {
        VirtualLine line = VirtualLine.onPrimary(TWO);
        foundDead(line, PRIMARY);
        line.happen(new LineEvent.Started());

        assertThat(line.only().hop()).isEqualTo(BACKUP);
    }

    @Test
    void anInviteGoesWhereSomebodyLives() {
        VirtualLine line = VirtualLine.onPrimary(TWO);
        foundDead(line, PRIMARY);
        line.dial("c1");
        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        line.answer(ok());

        assertThat(line.only(Request.Invite.class).hop()).isEqualTo(BACKUP);
    }

    @Test
    void aSubscribeDoesToo() {
        VirtualLine line = VirtualLine.onPrimary(TWO);
        foundDead(line, PRIMARY);
        line.happen(new LineEvent.SubscribeAsked("s1", "message-summary", ""));
        line.answer(ok());

        assertThat(line.only(Request.Subscribe.class).hop()).isEqualTo(BACKUP);
    }

    @Test
    void aByeBeginsWhereItsDialogRunsAndPassesOverTheDeadFromThere() {
        VirtualLine line = VirtualLine.onPrimary(Generic.config(3));
        line.dial("c1");
        line.answer(ok());
        foundDead(line, PRIMARY);
        foundDead(line, BACKUP);
        line.hangUp("c1");
        assertThat(line.only(Request.Bye.class).hop()).isEqualTo(PRIMARY);
        line.answer(silence());

        assertThat(line.only(Request.Register.class).hop()).isEqualTo(hop(2));
    }

    @Test
    void theLastOneLeftGetsTheWholeTimeWhicheverItIs() {
        VirtualLine line = VirtualLine.onPrimary(TWO);
        foundDead(line, PRIMARY);
        refresh(line);
        assertThat(line.only().budget()).isEqualTo(Budget.sends(3));
        line.answer(silence());

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        assertThat(line.only().budget()).isEqualTo(Budget.WHOLE);
    }

    @Test
    void byHandTheFirstServerIsAskedWhateverIsRemembered() {
        VirtualLine line = VirtualLine.onBackup(TWO);
        line.happen(new LineEvent.RegisterAsked());

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void byHandThatTakesTheTurnOfAnotherServer() {
        VirtualLine line = VirtualLine.onPrimary(TWO);
        foundDead(line, PRIMARY);
        refresh(line);
        line.happen(new LineEvent.RegisterAsked());

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aFlowThatBreaksIsAskedAboutNotFledFrom() {
        VirtualLine line = VirtualLine.onPrimary(TWO);
        line.happen(new LineEvent.FlowLost(PRIMARY.target(), ICMP));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void neitherIsAServerThatMissesOneKeepAlive() {
        Keepalive options = new Keepalive(Keepalive.Kind.OPTIONS, 30, OptionalInt.empty());
        LineConfig watching = TWO.with(d -> d.heartbeat(Optional.empty()));
        VirtualLine line = VirtualLine.onPrimary(watching.with(d -> d.keepalive(options)));
        Generic.beat(line, silence());

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void asLongAsItIsToleratedALostHeartbeatMovesNoRequest() {
        VirtualLine line = VirtualLine.onPrimary(TWO);
        for (int i = 0; i < Generic.TOLERATED; i++) {
            Generic.beat(line, silence());
        }
        line.dial("c1");

        assertThat(line.only(Request.Invite.class).hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aVendorsLineTriesItsServersAsWritten() {
        VirtualLine line = VirtualLine.onPrimary(TWO.with(d -> d.steadiness(Steadiness.NONE)));
        foundDead(line, PRIMARY);
        refresh(line);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }
}
