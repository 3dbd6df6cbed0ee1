// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.linekeeper.policy.kit.TwoServers.ok;
import static org.linekeeper.policy.kit.TwoServers.silence;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Profile;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Steadiness;
import org.linekeeper.api.policy.LineEvent;

/** A line as the generic profile has it: it moves at once, and goes back with care. */
final class Generic {
    static final int SUCCESSES = 3;
    static final int HOLD_DOWN_SECONDS = 30;
    static final int MOST_HOLD_DOWN_SECONDS = 1800;
    static final int CONFIRM_SECONDS = 3;
    static final int BEAT_SECONDS = 30;
    static final int TOLERATED = 2;
    static final int DELAY_SECONDS = 30;
    static final Budget OPTIONS = Budget.durationMs(1500);
    static final Steadiness STEADY =
            new Steadiness(
                    true, SUCCESSES, HOLD_DOWN_SECONDS, MOST_HOLD_DOWN_SECONDS, CONFIRM_SECONDS);

    private Generic() {}

    static LineConfig config(int servers) {
        return of(TwoServers.config(servers));
    }

    /** Another line, made as careful as that. */
    static LineConfig of(LineConfig line) {
        return line.with(
                d ->
                        d.servers(line.servers().stream().map(Generic::server).toList())
                                .outboundProxies(
                                        line.outboundProxies().stream()
                                                .map(Generic::server)
                                                .toList())
                                .heartbeat(Optional.of(new Heartbeat(BEAT_SECONDS, TOLERATED)))
                                .redundancy(redundancy(Redundancy.Probe.OPTIONS, DELAY_SECONDS))
                                .profile(Profile.STANDARD)
                                .steadiness(STEADY));
    }

    /** The same as it is in the field, with old bindings removed. */
    static LineConfig whole(LineConfig line) {
        Redundancy tidy =
                new Redundancy(
                        Redundancy.Scheme.SUCCESSIVE,
                        Redundancy.Probe.OPTIONS,
                        BEAT_SECONDS,
                        DELAY_SECONDS,
                        true,
                        true);
        return of(line).with(d -> d.redundancy(tidy));
    }

    private static Server server(Server server) {
        GiveUp times =
                new GiveUp(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(1500));
        return server.with(s -> s.transmissions(OptionalInt.of(3)).giveUp(times));
    }

    /** Old bindings stay: what is pending in a test is what it is about. */
    static Redundancy redundancy(Redundancy.Probe probe, int delaySeconds) {
        return new Redundancy(
                Redundancy.Scheme.SUCCESSIVE, probe, BEAT_SECONDS, delaySeconds, true, false);
    }

    /** Without the delay and with a hold-down that is over at once: what is left is the count. */
    static LineConfig counting(int successes) {
        return config(2)
                .with(
                        d ->
                                d.redundancy(redundancy(Redundancy.Probe.OPTIONS, 0))
                                        .steadiness(new Steadiness(true, successes, 0, 0, 0)));
    }

    /** The same with a hold-down and nothing else, a heartbeat least of all. */
    static LineConfig holding(int seconds, int mostSeconds) {
        return config(2)
                .with(
                        d ->
                                d.redundancy(redundancy(Redundancy.Probe.OPTIONS, 0))
                                        .heartbeat(Optional.empty())
                                        .steadiness(
                                                new Steadiness(true, 1, seconds, mostSeconds, 0)));
    }

    /** An OPTIONS to the primary has ended. */
    static void beat(VirtualLine line, Outcome outcome) {
        line.happen(
                new LineEvent.HealthObserved(
                        TwoServers.PRIMARY.target(),
                        outcome,
                        LineEvent.HealthObserved.Source.WATCH));
    }

    static void beats(VirtualLine line, int good) {
        for (int i = 0; i < good; i++) {
            beat(line, ok());
        }
    }

    static void pass(VirtualLine line, int seconds) {
        line.advance(Duration.ofSeconds(seconds));
    }

    /** The current server does not answer a REGISTER; the other one does. */
    static void failOver(VirtualLine line) {
        line.happen(new LineEvent.TimerFired(Registering.REFRESH));
        line.answer(silence());
        line.answer(ok());
    }

    static Consumer<LineConfig.Draft> probing(Redundancy.Probe probe, int delaySeconds) {
        return d -> d.redundancy(redundancy(probe, delaySeconds));
    }
}
