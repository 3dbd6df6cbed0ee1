// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.Generic.beat;
import static org.linekeeper.policy.kit.Generic.beats;
import static org.linekeeper.policy.kit.Generic.pass;
import static org.linekeeper.policy.kit.TwoServers.BACKUP;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;
import static org.linekeeper.policy.kit.TwoServers.code;
import static org.linekeeper.policy.kit.TwoServers.hop;
import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** A line goes back when the better server has proved that it is there, and stays there. */
class ConfirmedReturnTest {
    private static final LineConfig THREE_ANSWERS = Generic.counting(3);

    private static List<Long> intervals(VirtualLine line) {
        return line.commands().stream()
                .filter(Command.Watch.class::isInstance)
                .map(command -> ((Command.Watch) command).interval().toSeconds())
                .toList();
    }

    private static LineConfig delaying() {
        return Generic.config(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void onlySoManyGoodAnswersInARowBringARegister(int successes) {
        VirtualLine line = VirtualLine.onBackup(Generic.counting(successes));
        beats(line, successes - 1);
        assertThat(line.pending()).isEmpty();

        beat(line, ok());

        assertThat(line.only().what()).isInstanceOf(Request.Register.class);
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 500, 503})
    void oneFailureSetsTheCountToZero(int code) {
        VirtualLine line = VirtualLine.onBackup(THREE_ANSWERS);
        beats(line, 2);
        beat(line, code == 0 ? silence() : code(code));
        beats(line, 2);
        assertThat(line.pending()).isEmpty();

        beat(line, ok());

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void answeredOptionsAloneMoveNothing() {
        VirtualLine line = VirtualLine.onBackup(THREE_ANSWERS);
        beats(line, 50);
        assertThat(line.state().current()).contains(BACKUP);

        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 403})
    void aRegisterThatDoesNotSucceedSetsTheCountToZero(int code) {
        VirtualLine line = VirtualLine.onBackup(THREE_ANSWERS);
        beats(line, 3);
        line.answer(code == 0 ? silence() : code(code));
        beats(line, 2);
        assertThat(line.pending()).isEmpty();

        beat(line, ok());

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aFailureWhileTheRegisterIsOnItsWayStopsIt() {
        VirtualLine line = VirtualLine.onBackup(THREE_ANSWERS);
        beats(line, 3);
        long attempt = line.only().attempt();
        beat(line, silence());

        assertThat(line.pending()).isEmpty();
        assertThat(line.commands()).contains(new Command.Cancel(attempt));
        assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
    }

    @Test
    void whatAnotherLineMeetsThereIsAFailureToo() {
        VirtualLine line = VirtualLine.onBackup(THREE_ANSWERS);
        beats(line, 2);
        line.happen(
                new LineEvent.HealthObserved(
                        PRIMARY.target(), silence(), LineEvent.HealthObserved.Source.OTHER_LINE));
        beats(line, 2);

        assertThat(line.pending()).isEmpty();
    }

    @Test
    void theDelayCountsFromTheFirstGoodAnswer() {
        VirtualLine line = VirtualLine.onBackup(delaying());
        pass(line, 100);
        beat(line, ok());
        pass(line, Generic.DELAY_SECONDS - 1);
        beats(line, 5);
        assertThat(line.pending()).isEmpty();

        pass(line, 1);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void theDelayIsVoidAtTheFirstFailureEvenWhenItIsOver() {
        VirtualLine line = VirtualLine.onBackup(delaying());
        beat(line, ok());
        pass(line, 100);
        assertThat(line.pending()).as("one answer of three").isEmpty();
        beat(line, silence());
        beats(line, 3);
        pass(line, Generic.DELAY_SECONDS - 1);
        assertThat(line.pending()).isEmpty();

        pass(line, 1);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aReturnInSightIsWatchedMoreCloselyAndThenAsBefore() {
        VirtualLine line = VirtualLine.onBackup(delaying());
        assertThat(intervals(line)).containsExactly(30L);

        beat(line, ok());
        assertThat(intervals(line)).containsExactly(3L);
        beat(line, silence());
        assertThat(intervals(line)).containsExactly(30L);
        beats(line, 3);
        assertThat(intervals(line)).containsExactly(3L);
        pass(line, Generic.DELAY_SECONDS);
        line.answer(ok());

        assertThat(line.commands())
                .contains(new Command.Watch(PRIMARY, Duration.ofSeconds(30), Generic.OPTIONS))
                .noneMatch(Command.Unwatch.class::isInstance);
    }

    @Test
    void noOutageLongerThanIntervalAndTimeOutGoesUnnoticedBeforeAReturn() {
        long outageMs = Generic.CONFIRM_SECONDS * 1000 + 1500 + 1;
        for (int atMs = 5000; atMs < 70_000; atMs += 310) {
            VirtualLine line = VirtualLine.of(delaying());
            VirtualServers servers = new VirtualServers(line);
            servers.set(PRIMARY.target(), new VirtualServers.Silent());
            line.happen(new LineEvent.Started());
            pass(line, 5);
            assertThat(line.state().status()).isEqualTo(Status.ON_BACKUP);
            long upMs = 10_000_000;
            servers.set(PRIMARY.target(), new VirtualServers.Flaps(upMs, outageMs, upMs - atMs));
            pass(line, 150);

            long backMs =
                    line.transitions().stream()
                            .filter(t -> t.status() == Status.ON_PRIMARY)
                            .findFirst()
                            .orElseThrow()
                            .atMs();
            boolean before = backMs <= atMs + VirtualServers.ROUND_TRIP_MS;
            assertThat(before || backMs > atMs + outageMs + Generic.DELAY_SECONDS * 1000)
                    .as("outage at %d ms, return at %d ms", atMs, backMs)
                    .isTrue();
        }
    }

    @Test
    void aBusyPhoneWaitsForTheEndOfItsCall() {
        VirtualLine line = VirtualLine.onBackup(THREE_ANSWERS);
        line.dial("c1");
        line.answer(ok());
        beats(line, 10);
        assertThat(line.pending()).isEmpty();

        line.happen(new LineEvent.CallEnded("c1", "bye"));

        assertThat(line.only(Request.Register.class).hop()).isEqualTo(PRIMARY);
    }

    @Test
    void butNotForAServerThatHasFailedMeanwhile() {
        VirtualLine line = VirtualLine.onBackup(THREE_ANSWERS);
        line.dial("c1");
        line.answer(ok());
        beats(line, 10);
        beat(line, silence());
        line.happen(new LineEvent.CallEnded("c1", "bye"));
        pass(line, 60);
        assertThat(line.pending()).isEmpty();

        beats(line, 3);

        assertThat(line.only(Request.Register.class).hop()).isEqualTo(PRIMARY);
    }

    @Test
    void aProbeThatRegistersIsPrecededByOptionsAtItsInterval() {
        LineConfig config =
                delaying()
                        .with(Generic.probing(Redundancy.Probe.REGISTER, 0))
                        .with(d -> d.heartbeat(Optional.empty()));
        VirtualLine line = VirtualLine.started(config);
        assertThat(intervals(line)).as("nothing to go back to").isEmpty();
        line.answer(silence());
        line.answer(ok());
        assertThat(intervals(line)).containsExactly((long) Generic.BEAT_SECONDS);
        beat(line, ok());
        assertThat(intervals(line)).containsExactly((long) Generic.CONFIRM_SECONDS);
        pass(line, Generic.HOLD_DOWN_SECONDS);
        assertThat(line.pending()).as("no REGISTER on an interval").isEmpty();

        beats(line, 2);
        line.answer(ok());

        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(line.commands()).contains(new Command.Unwatch(PRIMARY.target()));
    }

    @Test
    void aProbeThatRegistersAndNeedsOneAnswerIsThatAnswer() {
        LineConfig config =
                Generic.counting(1)
                        .with(Generic.probing(Redundancy.Probe.REGISTER, 0))
                        .with(d -> d.heartbeat(Optional.empty()));
        VirtualLine line = VirtualLine.onBackup(config);
        pass(line, Generic.BEAT_SECONDS);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
        assertThat(line.commands()).noneMatch(Command.Watch.class::isInstance);
    }

    @Test
    void proxiesAreConfirmedAsServersAre() {
        LineConfig config =
                Generic.of(Kind.PROXIES.config(2))
                        .with(Generic.probing(Redundancy.Probe.OPTIONS, 0));
        VirtualLine line = VirtualLine.onBackup(config);
        pass(line, Generic.HOLD_DOWN_SECONDS);
        beats(line, 2);
        assertThat(line.pending()).isEmpty();
        beat(line, ok());

        assertThat(line.only().hop().ref()).isEqualTo(ServerRef.proxy(0));
        line.answer(ok());
        assertThat(line.state().status()).isEqualTo(Status.ON_PRIMARY);
    }

    @Test
    void ofThreeServersTheWatchedOneIsReturnedToAndNoOther() {
        LineConfig config = Generic.config(3).with(d -> d.steadiness(THREE_ANSWERS.steadiness()));
        VirtualLine line = VirtualLine.started(config);
        line.answer(silence());
        line.answer(silence());
        line.answer(ok());
        assertThat(line.state().current()).contains(hop(2));
        beats(line, 3);
        pass(line, Generic.DELAY_SECONDS);
        assertThat(line.only().hop()).isEqualTo(PRIMARY);

        line.answer(silence());

        assertThat(line.pending()).as("nobody has confirmed the second").isEmpty();
        assertThat(line.state().current()).contains(hop(2));
    }

    @Test
    void aPrimaryWhoseNameLedNowhereIsLookedUpUntilItCanBeWatched() {
        Names names = new Names();
        names.lost(ServerRef.server(0));
        names.knows(ServerRef.server(1), 3600, TwoServers.address(1));
        VirtualLine line = VirtualLine.of(delaying());
        line.locator(names);
        line.happen(new LineEvent.Started());
        line.advance(Duration.ZERO);
        line.answer(ok());
        assertThat(line.state().current()).contains(BACKUP);
        names.knows(ServerRef.server(0), 3600, TwoServers.address(0));
        line.commands();

        pass(line, Generic.BEAT_SECONDS);

        assertThat(intervals(line)).containsExactly(30L);
        beats(line, 3);
        pass(line, Generic.DELAY_SECONDS);
        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }

    @Test
    void optionsFollowTheNameToAnotherAddress() {
        Names names = new Names();
        names.knows(ServerRef.server(0), 60, TwoServers.address(0));
        names.knows(ServerRef.server(1), 3600, TwoServers.address(1));
        VirtualLine line = VirtualLine.of(delaying());
        line.locator(names);
        line.happen(new LineEvent.Started());
        line.advance(Duration.ZERO);
        line.answer(silence());
        line.answer(ok());
        names.knows(ServerRef.server(0), 60, "198.51.100.1");
        beats(line, 2);
        pass(line, 60);
        line.commands();
        beat(line, silence());
        line.advance(Duration.ZERO);

        assertThat(line.commands())
                .filteredOn(c -> c instanceof Command.Watch || c instanceof Command.Unwatch)
                .extracting(c -> c instanceof Command.Watch w ? w.hop().target().address() : "-")
                .endsWith("-", "198.51.100.1");
    }

    @Test
    void afterARestartOptionsGoOutAgain() {
        VirtualLine line = VirtualLine.onPrimary(delaying());
        line.commands();
        line.happen(new LineEvent.Started());

        assertThat(intervals(line)).containsExactly(30L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "", "-7", "99999999999", "2147483647"})
    void whatIsNoCountInItsMemoryCountsAsNone(String garbage) {
        VirtualLine line = VirtualLine.onBackup(THREE_ANSWERS);
        line.tamper(
                s ->
                        s.with(
                                d -> {
                                    d.memory().put("kit1.good-answers", garbage);
                                    d.memory().put("kit1.heartbeats-failed", garbage);
                                }));
        beats(line, 2);
        assertThat(line.pending()).isEmpty();
        beat(line, silence());
        beats(line, 3);

        assertThat(line.only().hop()).isEqualTo(PRIMARY);
    }
}
