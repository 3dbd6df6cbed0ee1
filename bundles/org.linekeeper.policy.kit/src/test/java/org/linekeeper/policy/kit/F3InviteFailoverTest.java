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
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** F3: a call finds its way past a dead server, and the caller dials once. */
class F3InviteFailoverTest {
    private static final Request INVITE = new Request.Invite("c1", "200");

    @Test
    void F3_theInviteFollowsTheRegistrationToTheBackup() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        assertThat(line.only().what()).isEqualTo(INVITE);
        assertThat(line.only().hop()).isEqualTo(PRIMARY);

        line.answer(silence());
        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(line.call("c1").state()).isEqualTo(Call.State.TRYING);
        line.answer(ok());

        assertThat(line.only().what()).isEqualTo(INVITE);
        assertThat(line.only().hop()).isEqualTo(BACKUP);
        line.answer(ok());
        assertThat(line.call("c1").state()).isEqualTo(Call.State.ESTABLISHED);
        assertThat(line.call("c1").hop()).contains(BACKUP);
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
    }

    @Test
    void F3_aWholeCycleTakesTheVerdictAndAFewRoundTrips() {
        VirtualLine line = VirtualLine.of(TwoServers.config());
        VirtualServers servers = new VirtualServers(line);
        line.happen(new LineEvent.Started());
        line.advance(Duration.ofSeconds(1));
        servers.set(PRIMARY.target(), new VirtualServers.Silent());
        line.dial("c1");

        line.advance(Duration.ofMillis(7500 + 2 * VirtualServers.ROUND_TRIP_MS));
        assertThat(line.call("c1").state()).isEqualTo(Call.State.RINGING);

        line.advance(Duration.ofMillis(VirtualServers.RINGING_MS));
        assertThat(line.call("c1").state()).isEqualTo(Call.State.ESTABLISHED);
    }

    @Test
    void F3_anInviteJoinsARoundThatRuns() {
        VirtualLine line = VirtualLine.started(TwoServers.config());
        line.answer(silence());
        long register = line.only().attempt();

        line.dial("c1");

        assertThat(line.only().attempt()).isEqualTo(register);
        line.answer(ok());
        assertThat(line.only().what()).isEqualTo(INVITE);
        assertThat(line.only().hop()).isEqualTo(BACKUP);
    }

    @Test
    void F3_aRegisterStuckAtTheServerThatTheInviteFoundDeadIsMovedOn() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        VirtualLine.Sent invite = line.only();
        line.advance(Duration.ofSeconds(3));
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        VirtualLine.Sent stuck = line.only(Request.Register.class);
        assertThat(stuck.hop()).isEqualTo(PRIMARY);

        line.answer(invite, silence());

        assertThat(line.isPending(stuck.attempt())).isFalse();
        assertThat(line.commands()).contains(new Command.Cancel(stuck.attempt()));
        assertThat(line.only().hop()).isEqualTo(BACKUP);
        line.answer(ok());
        assertThat(line.only().what()).isEqualTo(INVITE);
    }

    @Test
    void F3_anInviteThatLosesItsServerAfterTheLineHasMovedFollowsAtOnce() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        VirtualLine.Sent invite = line.only();
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        line.answer(line.only(Request.Register.class), silence());
        line.answer(line.only(Request.Register.class), ok());

        line.answer(invite, silence());

        assertThat(line.only().what()).isEqualTo(INVITE);
        assertThat(line.only().hop()).isEqualTo(BACKUP);
    }

    @Test
    void F3_twoCallsWaitForOneRegistration() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        line.dial("c2");
        List<VirtualLine.Sent> invites = line.pending();

        line.answer(invites.get(0), silence());
        line.answer(invites.get(1), silence());
        line.answer(line.only(), ok());

        assertThat(line.pending()).extracting(VirtualLine.Sent::hop).containsOnly(BACKUP);
        assertThat(line.pending())
                .extracting(VirtualLine.Sent::what)
                .containsExactlyInAnyOrder(INVITE, new Request.Invite("c2", "200"));
    }

    @Test
    void F3_aRefusalAtTheBackupIsTheAnswerToTheCall() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        line.answer(silence());
        line.answer(ok());

        line.answer(code(486));

        assertThat(line.call("c1").state()).isEqualTo(Call.State.FAILED);
        assertThat(line.call("c1").code()).hasValue(486);
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
    }

    @Test
    void F3_aCallHungUpWhileItWaitsGoesNowhere() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        line.answer(silence());

        line.hangUp("c1");
        line.answer(ok());

        assertThat(line.pending()).isEmpty();
        assertThat(line.call("c1").state()).isEqualTo(Call.State.ENDED);
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
    }

    /** The 200 was under way while the user hung up: a dialog stands that nobody wants. */
    @Test
    void anInviteAnsweredWhileTheUserHangsUpIsEndedByBye() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        line.hangUp("c1");

        line.answer(ok());

        assertThat(line.call("c1").state()).isEqualTo(Call.State.ENDED);
        assertThat(line.only().what()).isEqualTo(new Request.Bye("c1"));
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(ok());
        assertThat(line.call("c1").bye()).isEqualTo(Call.Bye.OK);
        assertThat(line.state().calls()).isEmpty();
    }

    @Test
    void theUserHearsOfACallThatIsHungUpAtOnceWhileItsCancelGoesOn() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        VirtualLine.Sent invite = line.only();
        line.happen(new LineEvent.Provisional(invite.attempt(), 180));
        line.commands();

        line.hangUp("c1");

        assertThat(line.call("c1").state()).isEqualTo(Call.State.ENDED);
        assertThat(line.commands())
                .containsExactly(
                        new Command.EndCall("c1", 486, "hung up"),
                        new Command.Cancel(invite.attempt()));
        line.answer(code(487));
        assertThat(line.state().calls()).isEmpty();
        assertThat(line.state().rounds()).isEmpty();
    }
}
