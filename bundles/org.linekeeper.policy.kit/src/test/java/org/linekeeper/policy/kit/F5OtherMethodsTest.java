// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;

import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** F5: only REGISTER, INVITE and BYE go on to another server. */
class F5OtherMethodsTest {
    @Test
    void F5_anUnansweredOptionsIsNotSentElsewhere() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.happen(new LineEvent.OptionsAsked());
        line.answer(silence());
        line.answer(silence());
        line.answer(ok());

        assertThat(line.state().current()).contains(BACKUP);
        assertThat(line.sent())
                .filteredOn(sent -> sent.what() instanceof Request.Options)
                .extracting(VirtualLine.Sent::hop)
                .containsExactly(PRIMARY);
    }

    @Test
    void F5_anOptionsThatIsRefusedMovesNothing() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.happen(new LineEvent.OptionsAsked());

        line.answer(code(503));

        assertThat(line.pending()).isEmpty();
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void F5_anOptionsToAServerThatIsNotInUseMovesNothing() {
        VirtualLine line = VirtualLine.started(TwoServers.config());
        VirtualLine.Sent register = line.only();
        line.happen(new LineEvent.OptionsAsked());
        VirtualLine.Sent options = line.only(Request.Options.class);
        assertThat(options.hop()).isEqualTo(PRIMARY);

        line.answer(options, silence());

        assertThat(line.only()).isEqualTo(register);
    }

    @Test
    void F5_aCancelledInviteIsNotSentElsewhere() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        line.hangUp("c1");
        line.answer(silence());
        line.answer(silence());
        line.answer(ok());

        assertThat(line.pending()).isEmpty();
        assertThat(line.call("c1").bye()).isEqualTo(Call.Bye.FAILED);
        assertThat(line.sent())
                .filteredOn(sent -> sent.what() instanceof Request.Invite)
                .extracting(VirtualLine.Sent::hop)
                .containsExactly(PRIMARY);
    }

    @Test
    void F5_aRemovalIsNotSentElsewhere() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());
        line.happen(new LineEvent.RegisterAsked());
        line.answer(ok());
        assertThat(line.only().hop()).isEqualTo(BACKUP);

        line.answer(silence());

        assertThat(line.pending()).isEmpty();
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().registrations()).hasSize(1);
    }
}
