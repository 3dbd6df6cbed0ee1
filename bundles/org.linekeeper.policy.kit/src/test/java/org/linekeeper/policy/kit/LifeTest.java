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
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** A line's start and end, and new settings under it. */
class LifeTest {
    private static final int SURGE_SECONDS = 60;

    @Test
    void theFirstRegistrationMayBeSpreadOverAFleet() {
        VirtualLine line =
                VirtualLine.of(TwoServers.config().with(d -> d.surgeSpreadSeconds(SURGE_SECONDS)));
        line.happen(new LineEvent.Started());
        assertThat(line.pending()).isEmpty();

        line.advance(Duration.ofSeconds(SURGE_SECONDS));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aCallDoesNotWaitForTheSpread() {
        VirtualLine line =
                VirtualLine.of(TwoServers.config().with(d -> d.surgeSpreadSeconds(SURGE_SECONDS)));
        line.happen(new LineEvent.Started());

        line.dial("c1");

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    private static final LineConfig ON = TwoServers.config();
    private static final LineConfig OFF = ON.with(draft -> draft.enabled(false));
    private static final LineEvent STOPPING = new LineEvent.Stopping();

    private static void configure(VirtualLine line, LineConfig config) {
        line.happen(new LineEvent.Configured(config));
    }

    private static int expires(VirtualLine.Sent sent) {
        return ((Request.Register) sent.what()).expiresSeconds();
    }

    @Test
    void afterARestartTheFirstServerComesFirst() {
        VirtualLine line = VirtualLine.onBackup(ON);
        line.dial("c1");

        line.tamper(s -> s.with(draft -> draft.calls().clear()));
        line.happen(new LineEvent.Started());

        assertThat(line.state().status()).isEqualTo(Status.REGISTERING);
        assertThat(line.state().why()).isEqualTo(Why.STARTED);
        assertThat(line.state().timers()).isEmpty();
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aLineThatIsNotEnabledDoesNothing() {
        VirtualLine line = VirtualLine.started(OFF);
        line.happen(new LineEvent.RegisterAsked());
        line.happen(new LineEvent.NetworkChanged());
        line.happen(new LineEvent.OptionsAsked());
        line.advance(Duration.ofHours(1));

        assertThat(line.state().status()).isEqualTo(Status.DISABLED);
        assertThat(line.sent()).isEmpty();
    }

    @Test
    void aLineWithoutServersDoesNothing() {
        VirtualLine line = VirtualLine.started(TwoServers.config(0));
        line.happen(new LineEvent.RegisterAsked());
        line.advance(Duration.ofHours(1));

        assertThat(line.state().status()).isEqualTo(Status.DISABLED);
        assertThat(line.sent()).isEmpty();
    }

    @Test
    void aCallOnALineThatIsNotEnabledFailsAtOnce() {
        VirtualLine line = VirtualLine.started(OFF);

        line.dial("c1");

        assertThat(line.call("c1").state()).isEqualTo(Call.State.FAILED);
        assertThat(line.call("c1").code()).hasValue(503);
        assertThat(line.sent()).isEmpty();
    }

    @Test
    void newSettingsAreRegisteredAtOnceWhereTheLineIs() {
        VirtualLine line = VirtualLine.onBackup(ON);
        LineConfig renamed = ON.with(draft -> draft.displayName("Desk"));

        configure(line, renamed);

        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(line.state().config()).isEqualTo(renamed);
    }

    @Test
    void aNewProbeIntervalHoldsFromNowOn() {
        VirtualLine line = VirtualLine.onBackup(ON);
        Redundancy sooner =
                new Redundancy(
                        Redundancy.Scheme.SUCCESSIVE,
                        Redundancy.Probe.REGISTER,
                        60,
                        0,
                        false,
                        true);

        configure(line, ON.with(draft -> draft.redundancy(sooner)));
        line.answer(ok());
        line.advance(Duration.ofSeconds(60));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void probingThatIsSwitchedOffStops() {
        VirtualLine line = VirtualLine.onBackup(ON);
        line.advance(Duration.ofSeconds(TwoServers.PROBE_SECONDS));
        VirtualLine.Sent probe = line.only();

        configure(
                line,
                ON.with(
                        draft ->
                                draft.redundancy(
                                        TwoServers.redundancy(Redundancy.Probe.NONE, true))));

        assertThat(line.isPending(probe.attempt())).isFalse();
        assertThat(line.only().hop()).isEqualTo(BACKUP);
    }

    @Test
    void aNewPasswordIsTriedAtOnce() {
        VirtualLine line = VirtualLine.started(ON);
        line.answer(code(403));

        configure(
                line,
                ON.with(draft -> draft.password(org.linekeeper.api.line.Secret.of("secret"))));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aLineThatIsDisabledRemovesItsBindingAndEndsItsCalls() {
        VirtualLine line = VirtualLine.onPrimary(ON);
        line.dial("c1");
        line.answer(ok());
        line.commands();

        configure(line, OFF);

        assertThat(line.state().status()).isEqualTo(Status.DISABLED);
        assertThat(line.state().why()).isEqualTo(Why.CONFIGURED);
        assertThat(line.call("c1").state()).isEqualTo(Call.State.ENDED);
        assertThat(line.only(Request.Bye.class).hop()).isEqualTo(PRIMARY);
        assertThat(expires(line.only(Request.Register.class))).isZero();
        assertThat(line.state().timers()).isEmpty();
    }

    @Test
    void aByeThatFailsOnALineThatIsOffDoesNotRegisterIt() {
        VirtualLine line = VirtualLine.onPrimary(ON);
        line.dial("c1");
        line.answer(ok());
        configure(line, OFF);

        line.answer(line.only(Request.Bye.class), silence());

        assertThat(line.call("c1").bye()).isEqualTo(Call.Bye.FAILED);
        assertThat(line.only(Request.Register.class).hop()).isEqualTo(PRIMARY);
        assertThat(expires(line.only())).isZero();
    }

    @Test
    void aCancelThatFailsOnALineThatIsOffDoesNotRegisterIt() {
        VirtualLine line = VirtualLine.onPrimary(ON);
        line.dial("c1");
        line.happen(STOPPING);

        line.answer(line.only(Request.Invite.class), silence());

        assertThat(expires(line.only(Request.Register.class))).isZero();
    }

    @Test
    void aByeThatWaitsForARegistrationIsGivenUpWhenTheLineGoesOff() {
        VirtualLine line = VirtualLine.onPrimary(ON);
        line.dial("c1");
        line.answer(ok());
        line.hangUp("c1");
        line.answer(silence());

        configure(line, OFF);

        assertThat(line.call("c1").bye()).isEqualTo(Call.Bye.FAILED);
    }

    @Test
    void aLineThatIsEnabledAgainRegistersAndFinishesWhatWasUnderWay() {
        VirtualLine line = VirtualLine.onPrimary(ON);
        line.dial("c1");
        line.answer(ok());
        configure(line, OFF);
        VirtualLine.Sent bye = line.only(Request.Bye.class);

        configure(line, ON);

        assertThat(line.state().status()).isEqualTo(Status.REGISTERING);
        assertThat(line.state().why()).isEqualTo(Why.CONFIGURED);
        VirtualLine.Sent register = line.only(Request.Register.class);
        assertThat(expires(register)).isEqualTo(TwoServers.EXPIRES_SECONDS);
        line.answer(bye, ok());
        line.answer(register, ok());
        assertThat(line.call("c1").bye()).isEqualTo(Call.Bye.OK);
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void aPhoneThatStopsRemovesItsBindingsAndEndsItsCalls() {
        VirtualLine line = VirtualLine.onBackup(ON);
        line.dial("c1");
        line.answer(ok());
        line.happen(new LineEvent.CallOffered("c2", "sip:300@pbx.example", Optional.empty()));
        line.commands();

        line.happen(STOPPING);

        assertThat(line.state().status()).isEqualTo(Status.UNREGISTERED);
        assertThat(line.state().why()).isEqualTo(Why.SHUTDOWN);
        assertThat(line.state().timers()).isEmpty();
        assertThat(line.commands()).contains(new Command.EndCall("c2", 486, "hung up"));
        VirtualLine.Sent removal = line.only(Request.Register.class);
        assertThat(removal.hop()).isEqualTo(BACKUP);
        assertThat(expires(removal)).isZero();
        line.answer(line.only(Request.Bye.class), ok());
        line.answer(removal, ok());
        assertThat(line.state().rounds()).isEmpty();
        assertThat(line.state().registrations()).isEmpty();
        line.advance(Duration.ofHours(24));
        assertThat(line.pending()).isEmpty();
    }

    @Test
    void aBindingIsLeftThereIfThatIsWanted() {
        VirtualLine line = VirtualLine.onPrimary(ON.with(draft -> draft.unregisterOnExit(false)));

        line.happen(STOPPING);

        assertThat(line.pending()).isEmpty();
        assertThat(line.state().rounds()).isEmpty();
    }

    @Test
    void aPhoneThatStopsInTheMiddleOfARegistrationGivesItUp() {
        VirtualLine line = VirtualLine.started(ON);
        VirtualLine.Sent register = line.only();
        line.commands();

        line.happen(STOPPING);

        assertThat(line.commands()).containsExactly(new Command.Cancel(register.attempt()));
        assertThat(line.state().registrations()).isEmpty();
        assertThat(line.pending()).isEmpty();
    }

    @Test
    void nothingBringsALineBackThatStops() {
        VirtualLine line = VirtualLine.onPrimary(ON);
        line.happen(STOPPING);
        line.answer(ok());

        List.of(
                        new LineEvent.RegisterAsked(),
                        new LineEvent.NetworkChanged(),
                        new LineEvent.PolicyChanged(),
                        Names.located(org.linekeeper.api.line.ServerRef.server(0), "192.0.2.1"))
                .forEach(line::happen);
        configure(line, ON.with(draft -> draft.label("Desk")));

        assertThat(line.pending()).isEmpty();
        assertThat(line.state().why()).isEqualTo(Why.SHUTDOWN);
    }
}
