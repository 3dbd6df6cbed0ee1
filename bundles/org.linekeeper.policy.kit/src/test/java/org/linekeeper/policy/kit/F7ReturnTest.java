// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.PROBE_SECONDS;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.hop;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** F7: while the backup serves, the primary is asked again and again whether it is back. */
class F7ReturnTest {
    private static final Duration INTERVAL = Duration.ofSeconds(PROBE_SECONDS);

    private static VirtualLine probing(LineConfig config) {
        VirtualLine line = VirtualLine.onBackup(config);
        line.advance(INTERVAL);
        return line;
    }

    private static VirtualLine probing() {
        return probing(TwoServers.config());
    }

    private static String binding(VirtualLine.Sent sent) {
        return ((Request.Register) sent.what()).registration();
    }

    @Test
    void F7_theFirstProbeComesExactlyAfterTheInterval() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());

        line.advance(INTERVAL.minusMillis(1));
        assertThat(line.pending()).isEmpty();
        line.advance(Duration.ofMillis(1));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        assertThat(line.only().budget()).isEqualTo(Budget.WHOLE);
    }

    @Test
    void F7_aProbeIsARegistrationOfItsOwn() {
        VirtualLine line = VirtualLine.onPrimary(TwoServers.config());
        String old = binding(line.sent().get(0));
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        line.answer(silence());
        line.answer(ok());
        LineState before = line.state();
        line.advance(INTERVAL);

        assertThat(binding(line.only())).isNotEqualTo(old);
        assertThat(line.state().registrations()).isEqualTo(before.registrations());
        assertThat(line.state().current()).contains(BACKUP);
        assertThat(line.state().why()).isEqualTo(Why.REGISTERED);
    }

    @Test
    void aLineThatReturnsOnlyWhenIdleProbesAfterItsCall() {
        Redundancy given = TwoServers.config().redundancy();
        Redundancy idle =
                new Redundancy(
                        given.registration(),
                        given.probe(),
                        given.probeIntervalSeconds(),
                        given.returnDelaySeconds(),
                        true,
                        given.removeOldBinding());
        VirtualLine line = VirtualLine.onBackup(TwoServers.config().with(d -> d.redundancy(idle)));
        line.dial("c1");
        line.answer(ok());
        line.advance(INTERVAL.plusSeconds(20));
        assertThat(line.pending()).as("no probe while a call stands").isEmpty();

        line.happen(new LineEvent.CallEnded("c1", "hung up there"));
        line.advance(Duration.ofSeconds(1));

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    static Stream<Outcome> failures() {
        return Stream.of(
                silence(),
                code(500),
                code(503),
                code(403),
                TwoServers.unreachable(Outcome.Kind.ICMP),
                TwoServers.unreachable(Outcome.Kind.TCP_REFUSED),
                TwoServers.unreachable(Outcome.Kind.TLS));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void F7_aProbeThatFailsStartsTheIntervalAgainAndDisturbsNothing(Outcome outcome) {
        VirtualLine line = probing();
        line.dial("c1");
        LineState before = line.state();

        line.answer(line.only(Request.Register.class), outcome);

        assertThat(line.only().what()).isInstanceOf(Request.Invite.class);
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(line.state().why()).isEqualTo(before.why());
        assertThat(line.state().registrations()).isEqualTo(before.registrations());
        assertThat(line.state().timers().get(Returning.PROBE))
                .isEqualTo(line.nowMs() + INTERVAL.toMillis());
    }

    @Test
    void F7_aSilentPrimaryIsProbedEachIntervalPlusTheWholeTime() {
        VirtualLine line = VirtualLine.of(TwoServers.config());
        VirtualServers servers = new VirtualServers(line);
        servers.set(PRIMARY.target(), new VirtualServers.Silent());
        line.happen(new LineEvent.Started());
        line.advance(Duration.ofHours(2));

        List<Long> probes =
                line.sent().stream()
                        .filter(sent -> sent.hop().equals(PRIMARY) && sent.atMs() > 0)
                        .map(VirtualLine.Sent::atMs)
                        .toList();
        long first = 7500 + VirtualServers.ROUND_TRIP_MS + INTERVAL.toMillis();
        long period = INTERVAL.toMillis() + 32_000;
        assertThat(probes).containsExactly(first, first + period, first + 2 * period);
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
    }

    @Test
    void F7_aGoodProbeIsTheReturn() {
        VirtualLine line = probing();
        VirtualLine.Sent probe = line.only();

        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().why()).isEqualTo(Why.RETURNED);
        assertThat(line.state().current()).contains(PRIMARY);
        assertThat(Bindings.at(line.state(), PRIMARY).map(Registration::id))
                .contains(binding(probe));
        assertThat(line.state().timers()).containsOnlyKeys(Registering.REFRESH);
        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(((Request.Register) line.only().what()).expiresSeconds()).isZero();
        line.answer(ok());
        assertThat(line.state().registrations()).hasSize(1);
        assertThat(line.state().rounds()).isEmpty();
    }

    @Test
    void F7_newCallsGoToThePrimaryAndOldOnesKeepTheirServer() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());
        line.dial("c1");
        line.answer(ok());
        line.advance(INTERVAL);
        line.answer(ok());

        line.dial("c2");
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        line.answer(ok());
        line.hangUp("c1");

        assertThat(line.only(Request.Bye.class).hop()).isEqualTo(BACKUP);
        assertThat(line.call("c2").state()).isEqualTo(Call.State.ESTABLISHED);
    }

    @Test
    void F7_theOldBindingGoesOnlyAfterTheLastCallAtTheBackup() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());
        line.dial("c1");
        line.answer(ok());
        line.happen(new LineEvent.CallOffered("c2", "sip:300@pbx.example", Optional.of(BACKUP)));
        line.advance(INTERVAL);
        line.answer(ok());
        assertThat(line.pending()).isEmpty();

        line.hangUp("c1");
        line.answer(ok());
        assertThat(line.pending()).isEmpty();
        line.hangUp("c2");

        assertThat(line.only().hop()).isEqualTo(BACKUP);
        assertThat(((Request.Register) line.only().what()).expiresSeconds()).isZero();
    }

    @Test
    void F7_aCallWhoseByeIsUnderWayHoldsTheBindingToo() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());
        line.dial("c1");
        line.answer(ok());
        line.advance(INTERVAL);
        line.answer(ok());
        line.hangUp("c1");

        assertThat(line.only().what()).isEqualTo(new Request.Bye("c1"));
        line.answer(ok());
        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
    }

    @Test
    void F7_aBindingOnItsWayOutIsKeptWhenTheLineComesBackToIt() {
        VirtualLine line = VirtualLine.onBackup(TwoServers.config());
        String backup = binding(line.sent().get(1));
        line.dial("c1");
        line.answer(ok());
        line.advance(INTERVAL);
        line.answer(ok());
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        line.answer(silence());
        assertThat(binding(line.only())).isEqualTo(backup);
        line.answer(ok());

        line.hangUp("c1");
        line.answer(ok());

        assertThat(line.pending()).isEmpty();
        assertThat(Bindings.at(line.state(), BACKUP).map(Registration::state))
                .contains(Registration.State.REGISTERED);
    }

    @Test
    void F7_aRefreshAtTheBackupThatIsUnderWayDoesNotPullTheLineBack() {
        VirtualLine line = probing();
        VirtualLine.Sent probe = line.only();
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        VirtualLine.Sent refresh =
                line.pending().stream().filter(one -> !one.equals(probe)).findFirst().orElseThrow();
        assertThat(refresh.hop()).isEqualTo(BACKUP);

        line.answer(probe, ok());
        line.answer(refresh, ok());

        assertThat(line.dropped()).isEqualTo(1);
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.state().current()).contains(PRIMARY);
        assertThat(line.state().timers()).containsKey(Registering.REFRESH);
    }

    @Test
    void F7_aProbeGivesWayToAFailover() {
        VirtualLine line = probing();
        VirtualLine.Sent probe = line.only();
        line.dial("c1");
        line.answer(line.only(Request.Invite.class), silence());
        assertThat(line.state().status()).isEqualTo(Status.SWITCHING);
        assertThat(line.isPending(probe.attempt())).as("the probe gives way").isFalse();

        line.answer(line.only(Request.Register.class), ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.only().what()).isEqualTo(new Request.Invite("c1", "200"));
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void F7_aCallThatWaitsForARegistrationGoesOnWhereTheProbeSucceeded() {
        VirtualLine line = probing();
        VirtualLine.Sent probe = line.only();
        line.happen(new LineEvent.RegisterAsked());
        line.dial("c1");
        line.answer(line.only(Request.Invite.class), silence());
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);

        line.answer(probe, ok());

        assertThat(line.only(Request.Invite.class).hop()).isEqualTo(PRIMARY);
        assertThat(line.state().why()).isEqualTo(Why.RETURNED);
    }

    @Test
    void aRegistrationThatAProbeOvertookIsForgotten() {
        VirtualLine line = VirtualLine.started(TwoServers.config(3));
        line.answer(silence());
        line.answer(silence());
        line.answer(ok());
        line.advance(INTERVAL);
        line.answer(silence());
        VirtualLine.Sent probe = line.only();
        line.happen(new LineEvent.RegisterAsked());

        line.answer(probe, ok());

        assertThat(line.state().current()).contains(hop(1));
        assertThat(Bindings.at(line.state(), PRIMARY)).isEmpty();
    }

    @Test
    void F7_withoutFailbackThePrimaryIsNeverProbed() {
        LineConfig config =
                TwoServers.config()
                        .with(
                                draft ->
                                        draft.redundancy(
                                                TwoServers.redundancy(
                                                        Redundancy.Probe.NONE, true)));
        VirtualLine line = VirtualLine.of(config);
        VirtualServers servers = new VirtualServers(line);
        servers.set(PRIMARY.target(), new VirtualServers.Silent());
        line.happen(new LineEvent.Started());
        line.advance(Duration.ofSeconds(10));
        servers.set(PRIMARY.target(), new VirtualServers.Up());

        line.advance(Duration.ofHours(24));

        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(line.sent()).filteredOn(sent -> sent.hop().equals(PRIMARY)).hasSize(1);
    }

    @Test
    void F7_anOldBindingThatIsToStayIsNotRemoved() {
        LineConfig config =
                TwoServers.config()
                        .with(
                                draft ->
                                        draft.redundancy(
                                                TwoServers.redundancy(
                                                        Redundancy.Probe.REGISTER, false)));
        VirtualLine line = probing(config);

        line.answer(ok());

        assertThat(line.pending()).isEmpty();
        assertThat(Bindings.at(line.state(), BACKUP).map(Registration::state))
                .contains(Registration.State.LAPSING);
    }

    @Test
    void aProbeOfAnotherKindOfPhoneKeepsToTheCount() {
        VirtualLine line =
                probing(
                        TwoServers.config()
                                .with(
                                        draft ->
                                                draft.profile(
                                                        org.linekeeper.api.line.Profile.STANDARD)));

        assertThat(line.only().budget()).isEqualTo(Budget.sends(4));
    }

    @Test
    void ofSeveralBetterServersTheBestThatAnswersIsTaken() {
        VirtualLine line = VirtualLine.started(TwoServers.config(3));
        line.answer(silence());
        line.answer(silence());
        line.answer(ok());
        line.advance(INTERVAL);
        assertThat(line.only().hop()).isEqualTo(hop(0));
        line.answer(silence());
        assertThat(line.only().hop()).isEqualTo(hop(1));
        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(line.state().why()).isEqualTo(Why.RETURNED);
        assertThat(line.state().current()).contains(hop(1));
        assertThat(line.state().timers().get(Returning.PROBE))
                .as("there is still a better one")
                .isEqualTo(line.nowMs() + INTERVAL.toMillis());
    }
}
