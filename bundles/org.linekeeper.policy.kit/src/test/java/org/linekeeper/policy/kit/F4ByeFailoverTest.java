// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** F4: a hung-up call ends on the wire too, at the backup if its server is gone. */
class F4ByeFailoverTest {
    private static final Request BYE = new Request.Bye("c1");

    private static VirtualLine talking() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        line.answer(ok());
        line.commands();
        return line;
    }

    @Test
    void F4_theByeFollowsTheLineToTheBackup() {
        VirtualLine line = talking();
        line.hangUp("c1");
        assertThat(line.only().what()).isEqualTo(BYE);
        assertThat(line.only().hop()).isEqualTo(PRIMARY);

        line.answer(silence());
        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        assertThat(line.only().hop()).isEqualTo(BACKUP);
        line.answer(ok());
        assertThat(line.only().what()).isEqualTo(BYE);
        assertThat(line.only().hop()).isEqualTo(BACKUP);
        line.answer(ok());

        assertThat(line.call("c1").bye()).isEqualTo(Call.Bye.OK);
        assertThat(line.state().calls()).isEmpty();
        assertThat(line.state().rounds()).isEmpty();
    }

    @Test
    void F4_forTheUserTheCallIsOverAtOnce() {
        VirtualLine line = talking();

        line.hangUp("c1");

        assertThat(line.call("c1").state()).isEqualTo(Call.State.ENDED);
        assertThat(line.call("c1").bye()).isEqualTo(Call.Bye.PENDING);
        assertThat(line.commands()).contains(new Command.EndCall("c1", 486, "hung up"));
    }

    @Test
    void F4_aDialogThatTheBackupDoesNotKnowIsOver() {
        VirtualLine line = talking();
        line.hangUp("c1");
        line.answer(silence());
        line.answer(ok());

        line.answer(code(481));

        assertThat(line.call("c1").bye()).isEqualTo(Call.Bye.OK);
    }

    @Test
    void F4_aLineThatHasMovedSendsTheByeThereWithoutAnotherRegister() {
        VirtualLine line = talking();
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        line.answer(silence());
        line.answer(ok());
        line.hangUp("c1");
        assertThat(line.only().hop()).as("the dialog's own server first").isEqualTo(PRIMARY);

        line.answer(silence());

        assertThat(line.only().what()).isEqualTo(BYE);
        assertThat(line.only().hop()).isEqualTo(BACKUP);
    }

    @Test
    void F4_aByeThatReachesNobodyIsGivenUp() {
        VirtualLine line = talking();
        line.hangUp("c1");

        line.answer(silence());
        line.answer(silence());

        assertThat(line.call("c1").bye()).isEqualTo(Call.Bye.FAILED);
        assertThat(line.state().rounds()).isEmpty();
    }

    @Test
    void F4_aByeThatIsRefusedIsNotSentElsewhere() {
        VirtualLine line = talking();
        line.hangUp("c1");

        line.answer(code(403));

        assertThat(line.call("c1").bye()).isEqualTo(Call.Bye.FAILED);
        assertThat(line.pending()).isEmpty();
    }

    @Test
    void F4_aCallThatTheOtherSideEndedNeedsNoBye() {
        VirtualLine line = talking();

        line.happen(new LineEvent.CallEnded("c1", "bye"));

        assertThat(line.pending()).isEmpty();
        assertThat(line.state().calls()).isEmpty();
        assertThat(line.call("c1").state()).isEqualTo(Call.State.ENDED);
    }

    @Test
    void F4_anIncomingCallEndsWhereItCameFrom() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.happen(new LineEvent.CallOffered("c1", "sip:300@pbx.example", Optional.of(PRIMARY)));
        assertThat(line.call("c1").state()).isEqualTo(Call.State.RINGING);
        line.commands();
        line.happen(new LineEvent.AnswerAsked("c1"));
        assertThat(line.commands()).containsExactly(new Command.AnswerCall("c1"));

        line.hangUp("c1");

        assertThat(line.only().what()).isEqualTo(BYE);
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void anIncomingCallThatIsRefusedNeedsNoBye() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.happen(new LineEvent.CallOffered("c1", "sip:300@pbx.example", Optional.empty()));
        line.commands();

        line.hangUp("c1");

        assertThat(line.commands()).containsExactly(new Command.EndCall("c1", 486, "hung up"));
        assertThat(line.pending()).isEmpty();
        assertThat(line.state().calls()).isEmpty();
    }

    @Test
    void anAnswerToACallThatNoLongerRingsDoesNothing() {
        VirtualLine line = talking();

        line.happen(new LineEvent.AnswerAsked("c1"));
        line.happen(new LineEvent.AnswerAsked("c2"));
        line.hangUp("c2");

        assertThat(line.commands()).isEmpty();
    }
}
