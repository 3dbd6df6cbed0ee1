// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.address;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;
import static org.linekeeper.policy.kit.TwoServers.target;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** The phone has another address: whatever the line's status, it registers anew at once. */
class NetworkChangedTest {
    private static final LineEvent CHANGED = new LineEvent.NetworkChanged();

    @Test
    void onThePrimaryItRegistersThere() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());

        line.happen(CHANGED);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().why()).isEqualTo(Why.NETWORK_CHANGED);
    }

    @Test
    void onTheBackupItRegistersThere() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());

        line.happen(CHANGED);

        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(line.state().health()).as("learnt in another network").isEmpty();
    }

    @Test
    void whileItRegistersItBeginsAnewAndCallsGoOnWaiting() {
        VirtualLine line = VirtualLine.started(TwoServers.config());
        line.answer(silence());
        line.dial("c1");
        VirtualLine.Sent old = line.only();

        line.happen(CHANGED);

        assertThat(line.isPending(old.attempt())).isFalse();
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(ok());
        assertThat(line.only().what()).isEqualTo(new Request.Invite("c1", "200"));
        assertThat(line.state().registrations()).hasSize(1);
    }

    @Test
    void whileItSwitchesItBeginsAnewWithTheFirst() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        line.answer(silence());
        assertThat(line.state().status()).isEqualTo(Status.SWITCHING);

        line.happen(CHANGED);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void unregisteredItDoesNotWaitForTheRetry() {
        VirtualLine refused = VirtualLine.started(TwoServers.config());
        refused.answer(code(403));
        refused.happen(CHANGED);
        assertThat(refused.only().hop()).isEqualTo(PRIMARY);

        VirtualLine down = VirtualLine.started(TwoServers.config());
        down.answer(silence());
        down.answer(silence());
        down.happen(CHANGED);
        assertThat(down.only().hop()).isEqualTo(PRIMARY);
        assertThat(down.state().timers()).doesNotContainKey(Registering.RETRY);
    }

    @Test
    void disabledItStaysSo() {
        VirtualLine line =
                VirtualLine.started(TwoServers.config().with(draft -> draft.enabled(false)));

        line.happen(CHANGED);

        assertThat(line.state().status()).isEqualTo(Status.DISABLED);
        assertThat(line.sent()).isEmpty();
    }

    @Test
    void namesAreLookedUpAnewWhateverTheirTtl() {
        VirtualLine line = VirtualLine.of(TwoServers.config());
        Names names = new Names();
        line.locator(names);
        names.knows(ServerRef.server(0), 86_400, address(0));
        names.knows(ServerRef.server(1), 86_400, address(1));
        line.happen(new LineEvent.Started());
        VirtualLine.Sent first = line.only();
        names.knows(ServerRef.server(0), 86_400, "198.51.100.7");

        line.happen(CHANGED);

        assertThat(line.isPending(first.attempt())).isFalse();
        assertThat(line.only().hop()).isEqualTo(Hop.direct(0, target("198.51.100.7")));
        assertThat(line.state().registrations().values())
                .extracting(Registration::hop)
                .containsExactly(line.only().hop());
    }

    @Test
    void callsGoOn() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        line.dial("c1");
        line.answer(ok());
        line.dial("c2");

        line.happen(CHANGED);
        line.advance(Duration.ofSeconds(5));

        assertThat(line.call("c1").state()).isEqualTo(Call.State.ESTABLISHED);
        assertThat(line.only(Request.Invite.class).hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aProbeGoesOn() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());
        line.advance(Duration.ofSeconds(TwoServers.PROBE_SECONDS));
        VirtualLine.Sent probe = line.only();

        line.happen(CHANGED);
        line.answer(probe, ok());

        assertThat(line.state().why()).isEqualTo(Why.RETURNED);
        assertThat(line.state().current()).contains(PRIMARY);
    }
}
