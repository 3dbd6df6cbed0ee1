// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Steadiness;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/** A phone of two lines whose primary is up and down each 5 s. */
class SteadyPhoneTest {
    private static final long HOLD_DOWN_MS = 30_000;
    private static final long HALF_PERIOD_MS = 5000;
    private static final long ROUND_TRIP_MS = 20;
    private static final Hop PRIMARY = Examples.hop(0);

    private final Map<Integer, List<Long>> moves = new HashMap<>();
    private final List<Long> asked = new ArrayList<>();

    private static LineConfig line(int number, int beatSeconds) {
        LineConfig plain = Examples.line(number);
        Redundancy careful =
                new Redundancy(
                        Redundancy.Scheme.SUCCESSIVE, Redundancy.Probe.OPTIONS, 30, 30, true, true);
        return plain.with(
                d ->
                        d.heartbeat(Optional.of(new Heartbeat(beatSeconds, 2)))
                                .redundancy(careful)
                                .steadiness(new Steadiness(true, 3, 30, 1800, 3))
                                .servers(
                                        plain.servers().stream()
                                                .map(server -> server.with(SteadyPhoneTest::shape))
                                                .toList()));
    }

    private static void shape(Server.Draft server) {
        GiveUp times =
                new GiveUp(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(1500));
        server.transmissions(OptionalInt.of(3)).expiresSeconds(60).giveUp(times);
    }

    /** What becomes of a request to a primary that is up in the first half of each period. */
    private void send(World world, FakeLine.Sent sent, long phaseMs) {
        FakeLine line =
                world.signalling.opened().stream()
                        .filter(one -> !one.sent().isEmpty() && one.last() == sent)
                        .findFirst()
                        .orElseThrow();
        boolean primary = sent.hop().target().equals(PRIMARY.target());
        if (primary && sent.what() instanceof Request.Options) {
            asked.add(world.clock.nowMs());
        }
        long verdictMs = verdictMs(sent.budget());
        long afterMs = 0;
        for (long pauseMs = 500; afterMs < verdictMs; pauseMs *= 2) {
            if (!primary || isUp(world.clock.nowMs() + afterMs + phaseMs)) {
                break;
            }
            afterMs += pauseMs;
        }
        Outcome outcome = afterMs < verdictMs ? Examples.granted(60) : Examples.SILENCE;
        long endMs = afterMs < verdictMs ? afterMs + ROUND_TRIP_MS : verdictMs;
        world.clock.schedule(endMs, () -> line.end(sent.attempt(), outcome));
    }

    private static boolean isUp(long ms) {
        return ms / HALF_PERIOD_MS % 2 == 0;
    }

    private static long verdictMs(Budget budget) {
        long counted =
                budget.sends().isPresent() ? 500 * ((1L << budget.sends().getAsInt()) - 1) : 32_000;
        return budget.durationMs().orElse(counted);
    }

    private void live(long phaseMs, Duration time) {
        World world = World.ofKit();
        world.signalling.answer(
                sent -> {
                    send(world, sent, phaseMs);
                    return null;
                });
        world.open(line(1, 30), line(2, 20));
        Map<Integer, Hop> places = new HashMap<>();
        Random user = new Random(phaseMs);
        for (long at = 0; at < time.toMillis(); at += 100) {
            world.clock.advanceMs(100);
            for (int n = 1; n <= 2; n++) {
                boolean serves = world.line(n).state().status().isInService();
                Hop now = serves ? world.line(n).state().current().orElseThrow() : places.get(n);
                Hop before = now == null ? null : places.put(n, now);
                if (before != null && !before.equals(now)) {
                    moves.computeIfAbsent(n, any -> new ArrayList<>()).add(world.clock.nowMs());
                }
                if (user.nextInt(300) == 0) {
                    call(world, n, user.nextInt(10_000));
                }
            }
        }
    }

    private static void call(World world, int line, int talksMs) {
        String id = "c" + world.clock.nowMs() + "-" + line;
        world.line(line).post(new LineEvent.DialAsked(id, CallPlan.to("200")));
        world.clock.schedule(talksMs, () -> world.line(line).post(new LineEvent.HangUpAsked(id)));
    }

    @Test
    void movesEachLineAtMostOnceInAHoldDownAndAsksByOneStreamOfOptions() {
        int moved = 0;
        for (long phaseMs = 0; phaseMs < 2 * HALF_PERIOD_MS; phaseMs += 500) {
            moves.clear();
            asked.clear();

            live(phaseMs, Duration.ofMinutes(10));

            for (List<Long> ofLine : moves.values()) {
                moved += ofLine.size();
                for (int i = 1; i < ofLine.size(); i++) {
                    assertThat(ofLine.get(i) - ofLine.get(i - 1))
                            .as("phase %d ms: moves at %s", phaseMs, moves)
                            .isGreaterThan(HOLD_DOWN_MS);
                }
            }
            for (int i = 1; i < asked.size(); i++) {
                assertThat(asked.get(i) - asked.get(i - 1))
                        .as("OPTIONS at %s", asked)
                        .isGreaterThanOrEqualTo(3000);
            }
        }
        assertThat(moved).as("the primary was left").isPositive();
    }
}
