// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;
import static org.linekeeper.policy.kit.Yealink.A;
import static org.linekeeper.policy.kit.Yealink.B;
import static org.linekeeper.policy.kit.Yealink.C;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Profile;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** Failover from one target of a server to the next. */
class Y7Y9InsideAServerTest {
    private static final LineConfig PLAIN = Yealink.one(Yealink.plain());
    private static final LineConfig REGISTERS_FIRST =
            Yealink.one(draft -> draft.registerBeforeRequest(true));
    private static final LineConfig ONLY_REGISTERED =
            Yealink.one(draft -> draft.onlyRegistered(true));

    private static void refreshDue(VirtualLine line) {
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
    }

    @Test
    void Y7_anUnansweredRegisterGoesToTheNextTarget() {
        VirtualLine line = Yealink.started(PLAIN);
        assertThat(line.only().hop()).isEqualTo(A);
        assertThat(line.only().budget()).isEqualTo(Budget.sends(3));

        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(B);
        assertThat(line.only().budget()).as("the last one").isEqualTo(Budget.WHOLE);
        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(Yealink.at(line.state())).isEqualTo(B);
    }

    @Test
    void Y7_withNewRequestsTheNextRegisterGoesToThePrimaryAgain() {
        VirtualLine line = Yealink.onB(PLAIN);

        refreshDue(line);

        assertThat(line.only().hop()).isEqualTo(A);
        line.answer(ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().why()).isEqualTo(Why.RETURNED);
    }

    @Test
    void Y7_aPrimaryThatIsStillSilentLeavesTheLineWhereItIs() {
        VirtualLine line = Yealink.onB(PLAIN);
        refreshDue(line);

        line.answer(silence());

        assertThat(line.only().hop()).isEqualTo(B);
        assertThat(line.state().status()).as("meanwhile").isEqualTo(Status.ON_BACKUP);
        line.answer(ok());
        assertThat(Yealink.at(line.state())).isEqualTo(B);
    }

    @Test
    void Y8_anUnansweredInviteGoesToTheNextTargetAndTheNextCallBeginsAtThePrimary() {
        VirtualLine line = VirtualLine.of(PLAIN);
        line.locator(Yealink.names(PLAIN));
        line.happen(new LineEvent.Started());
        line.answer(ok());

        line.dial("c1");
        assertThat(line.only().hop()).isEqualTo(A);
        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(B);
        line.answer(ok());
        assertThat(line.call("c1").state()).isEqualTo(Call.State.ESTABLISHED);

        line.dial("c2");
        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y8_theCountOfAnInviteIsItsOwn() {
        VirtualLine line =
                Yealink.started(Yealink.one(draft -> draft.inviteTransmissions(OptionalInt.of(5))));
        line.answer(ok());

        line.dial("c1");

        assertThat(line.only().budget()).isEqualTo(Budget.sends(5));
    }

    @Test
    void Y9_serversThatShareRegistrationsGetTheRequestAtOnce() {
        VirtualLine line = Yealink.started(PLAIN);
        line.answer(ok());
        line.dial("c1");

        line.answer(silence());

        assertThat(line.only().what()).isInstanceOf(Request.Invite.class);
        assertThat(line.only().hop()).isEqualTo(B);
        line.answer(ok());
        assertThat(Yealink.at(line.state())).as("where it is served").isEqualTo(B);
        assertThat(line.state().why()).isEqualTo(Why.NO_ANSWER);
        assertThat(line.pending()).as("no REGISTER").isEmpty();
    }

    @Test
    void Y9_serversThatDoNotShareAreRegisteredWithFirst() {
        VirtualLine line = Yealink.started(REGISTERS_FIRST);
        line.answer(ok());
        line.dial("c1");

        line.answer(silence());

        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        assertThat(line.only().hop()).isEqualTo(B);
        line.answer(ok());
        assertThat(line.only(Request.Invite.class).hop()).isEqualTo(B);
    }

    @Test
    void Y9_withNewRequestsACallFromTheBackupRegistersAtThePrimaryFirst() {
        VirtualLine line = Yealink.onB(REGISTERS_FIRST);

        line.dial("c1");

        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        assertThat(line.only().hop()).isEqualTo(A);
        line.answer(silence());
        line.answer(ok());
        assertThat(line.only(Request.Invite.class).hop()).isEqualTo(B);
    }

    @Test
    void Y9_aByeGoesOnAtTheNextTargetAtOnce() {
        VirtualLine line = Yealink.started(PLAIN);
        line.answer(ok());
        line.dial("c1");
        line.answer(ok());

        line.hangUp("c1");
        assertThat(line.only().hop()).isEqualTo(A);
        line.answer(silence());

        assertThat(line.only().what()).isEqualTo(new Request.Bye("c1"));
        assertThat(line.only().hop()).isEqualTo(B);
    }

    @Test
    void Y10_aRequestWaitsForARegistrationWhereOnlyRegisteredServersAreAsked() {
        VirtualLine line = Yealink.started(ONLY_REGISTERED);

        line.dial("c1");
        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        line.answer(ok());

        assertThat(line.only().what()).isInstanceOf(Request.Invite.class);
    }

    @Test
    void Y10_withoutItACallDoesNotWaitForTheRegistration() {
        VirtualLine line = Yealink.started(PLAIN);

        line.dial("c1");

        assertThat(line.only(Request.Invite.class).hop()).isEqualTo(A);
    }

    @Test
    void Y10_oneRegistrationCountsForAllTargetsThatShareIt() {
        VirtualLine line = Yealink.started(ONLY_REGISTERED);
        line.answer(ok());
        line.dial("c1");

        line.answer(silence());

        assertThat(line.only().what()).isInstanceOf(Request.Invite.class);
        assertThat(line.only().hop()).isEqualTo(B);
    }

    @Test
    void Y10_aCallFailsWithAReasonWhereNobodyRegistersTheLine() {
        VirtualLine line = Yealink.started(ONLY_REGISTERED);
        line.dial("c1");

        line.answer(code(403));

        assertThat(line.call("c1").state()).isEqualTo(Call.State.FAILED);
        assertThat(line.call("c1").code()).hasValue(403);
        assertThat(line.call("c1").reason()).isNotEmpty();
    }

    @Test
    void Y8_healthMayComeBeforeTheLetter() {
        VirtualLine line =
                Yealink.onB(
                        PLAIN.with(
                                d -> d.profile(new Profile(false, true, false, 2, false, true))));

        line.dial("c1");

        assertThat(line.only().hop()).as("A is under penalty").isEqualTo(B);
    }

    @Test
    void Y15_whenAllTargetsOfAServerHaveFailedTheNextServerIsRegisteredWith() {
        VirtualLine line =
                Yealink.started(Yealink.two(Redundancy.Scheme.SUCCESSIVE, Yealink.plain()));
        line.answer(ok());
        line.dial("c1");
        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(B);

        line.answer(silence());

        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        assertThat(line.only().hop()).isEqualTo(C);
        line.answer(ok());
        assertThat(line.only().what()).isInstanceOf(Request.Invite.class);
        assertThat(line.only().hop()).isEqualTo(C);
    }

    @Test
    void Y10_aRequestWaitsWhenTheBindingAtTheTargetInUseHasRunOut() {
        VirtualLine line = withALapsedBinding(draft -> draft.onlyRegistered(true));
        line.dial("c1");
        assertThat(line.only().what()).isInstanceOf(Request.Register.class);

        line.answer(ok());

        assertThat(line.only().what()).isInstanceOf(Request.Invite.class);
        assertThat(line.only().hop()).isEqualTo(A);
    }

    @Test
    void Y10_elseItGoesThereAllTheSame() {
        VirtualLine line = withALapsedBinding(Yealink.plain());

        line.dial("c1");

        assertThat(line.only(Request.Invite.class).hop()).isEqualTo(A);
    }

    /** A refresh is under way for so long that what it would refresh is over. */
    private static VirtualLine withALapsedBinding(Consumer<Server.Draft> changes) {
        VirtualLine line = Yealink.started(Yealink.one(changes));
        line.answer(ok());
        refreshDue(line);
        line.advance(Duration.ofHours(2));
        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        return line;
    }
}
