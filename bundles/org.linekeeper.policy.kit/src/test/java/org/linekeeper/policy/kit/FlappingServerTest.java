// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.policy.kit.TwoServers.PRIMARY;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.RefreshWindow;
import org.linekeeper.api.line.Steadiness;
import org.linekeeper.api.policy.LineEvent;

/** A primary that comes and goes does not take its lines with it each time. */
class FlappingServerTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final VirtualServers.Flaps EACH_FIVE_SECONDS =
            new VirtualServers.Flaps(5000, 5000, 0);

    /** Refreshed each 50 s or so, that the primary is met in all its moods. */
    private static LineConfig often(LineConfig line) {
        return line.with(
                d ->
                        d.refresh(new RefreshWindow(80, 90))
                                .servers(
                                        line.servers().stream()
                                                .map(s -> s.with(c -> c.expiresSeconds(60)))
                                                .toList()));
    }

    /** A line with a user who calls for a quarter of the time. */
    private static VirtualLine live(
            LineConfig config, VirtualServers.Flaps primary, long seed, Duration time) {
        VirtualLine line =
                new VirtualLine(new FailoverMachine(new ByConfiguration()), config, seed);
        new VirtualServers(line).set(PRIMARY.target(), primary);
        line.happen(new LineEvent.Started());
        Random user = new Random(seed);
        long endMs = time.toMillis();
        for (int call = 1; line.nowMs() < endMs; call++) {
            String id = "c" + call;
            line.advance(Duration.ofMillis(user.nextInt(60_000)));
            line.dial(id);
            line.advance(Duration.ofMillis(user.nextInt(20_000)));
            line.hangUp(id);
        }
        return line;
    }

    /** When the line has gone from one hop to another. */
    private static List<Long> moves(VirtualLine line, Duration time) {
        List<Long> moves = new ArrayList<>();
        Optional<Hop> at = Optional.empty();
        for (VirtualLine.Transition transition : line.transitions()) {
            boolean serves = transition.status().isInService();
            if (serves && at.isPresent() && !transition.current().equals(at)) {
                moves.add(transition.atMs());
            }
            at = serves ? transition.current() : at;
        }
        return moves.stream().filter(ms -> ms < time.toMillis()).toList();
    }

    private static long shortestStayMs(List<Long> moves) {
        long shortest = Long.MAX_VALUE;
        for (int i = 1; i < moves.size(); i++) {
            shortest = Math.min(shortest, moves.get(i) - moves.get(i - 1));
        }
        return shortest;
    }

    @Test
    void upAndDownEachFiveSecondsMovesALineAtMostOnceInAHoldDown() {
        int moved = 0;
        for (long phaseMs = 0; phaseMs < 10_000; phaseMs += 100) {
            long seed = phaseMs;
            VirtualServers.Flaps primary =
                    new VirtualServers.Flaps(
                            EACH_FIVE_SECONDS.upMs(), EACH_FIVE_SECONDS.downMs(), phaseMs);
            VirtualLine line =
                    live(often(Generic.whole(TwoServers.config(2))), primary, seed, TEN_MINUTES);
            List<Long> moves = moves(line, TEN_MINUTES);
            assertThat(shortestStayMs(moves))
                    .as("phase %d ms, seed %d: moves at %s", phaseMs, seed, moves)
                    .isGreaterThan(Generic.HOLD_DOWN_SECONDS * 1000);
            moved += moves.size();
        }
        assertThat(moved).as("the primary was left").isPositive();
    }

    @Test
    void withoutSteadinessItMovesAgainAndAgain() {
        LineConfig vendors = Generic.counting(1).with(d -> d.steadiness(Steadiness.NONE));
        List<Long> moves =
                moves(live(often(vendors), EACH_FIVE_SECONDS, 1, TEN_MINUTES), TEN_MINUTES);

        assertThat(moves).hasSizeGreaterThan(5);
        assertThat(shortestStayMs(moves)).isLessThan(Generic.HOLD_DOWN_SECONDS * 1000);
    }

    @Test
    void oneThatStaysUpJustLongEnoughMovesALineLessAndLess() {
        Duration time = Duration.ofHours(4);
        VirtualServers.Flaps slow = new VirtualServers.Flaps(75_000, 75_000, 0);
        LineConfig damped = often(Generic.whole(TwoServers.config(2)));
        LineConfig undamped =
                damped.with(
                        d ->
                                d.steadiness(
                                        new Steadiness(
                                                true,
                                                Generic.SUCCESSES,
                                                Generic.HOLD_DOWN_SECONDS,
                                                Generic.HOLD_DOWN_SECONDS,
                                                Generic.CONFIRM_SECONDS)));

        List<Long> moves = moves(live(damped, slow, 1, time), time);

        long lastHour = moves.stream().filter(ms -> ms > Duration.ofHours(3).toMillis()).count();
        assertThat(lastHour).as("moves at %s", moves).isLessThanOrEqualTo(4);
        assertThat(moves(live(undamped, slow, 1, time), time)).hasSizeGreaterThan(5 * moves.size());
    }
}
