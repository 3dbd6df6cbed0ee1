// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.policy.LineEvent;

/**
 * Whatever happens in whatever order: the {@link Invariants} hold after each step, and once the
 * servers stay up the line is where it belongs.
 */
class AnyHistoryTest {
    /** The longest wait for the next round of REGISTER, and that round with one dead look-up. */
    private static final Duration BACK_IN_SERVICE = Duration.ofSeconds(1800 + 32);

    private static final Duration BACK_ON_PRIMARY =
            Duration.ofSeconds(TwoServers.EXPIRES_SECONDS + 64);

    @Provide
    Arbitrary<Happening> happenings() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 5);
        Arbitrary<Happening> shortly =
                Arbitraries.integers().between(0, 40_000).map(Happening.Later::new);
        Arbitrary<Happening> muchLater =
                Arbitraries.integers().between(0, 4_000_000).map(Happening.Later::new);
        Arbitrary<Happening> turns =
                Combinators.combine(
                                any, Arbitraries.integers().between(0, Happening.Turns.moods() - 1))
                        .as(Happening.Turns::new);
        Arbitrary<Happening> renamed =
                Combinators.combine(any, Arbitraries.integers().between(0, 4))
                        .as(Happening.Renamed::new);
        Arbitrary<Happening> user =
                Combinators.combine(Arbitraries.integers().between(0, 8), any)
                        .as(Happening.User::new);
        Arbitrary<Happening> comes =
                Combinators.combine(Arbitraries.integers().between(0, 8), any)
                        .as(Happening.Comes::new);
        Arbitrary<Happening> settings =
                Arbitraries.integers().between(0, 2).map(Happening.Settings::new);
        return Arbitraries.frequencyOf(
                Tuple.of(8, shortly),
                Tuple.of(3, muchLater),
                Tuple.of(5, turns),
                Tuple.of(1, renamed),
                Tuple.of(6, user),
                Tuple.of(2, Arbitraries.integers().between(0, 4).map(Happening.Dials::new)),
                Tuple.of(4, comes),
                Tuple.of(1, settings),
                Tuple.of(1, Arbitraries.just(new Happening.Restarts())));
    }

    private static void live(Happening.World world, List<Happening> history) {
        world.line.happen(new LineEvent.Started());
        history.forEach(happening -> happening.in(world));
    }

    /** Everything works, nobody calls. */
    private static void heal(Happening.World world) {
        for (int i = 0; i < 3; i++) {
            new Happening.Turns(i, 0).in(world);
            new Happening.Renamed(i, 3).in(world);
        }
        new Happening.Settings(2).in(world);
        for (int i = 0; i <= 5; i++) {
            world.line.happen(new LineEvent.UnsubscribeAsked("s" + i));
        }
        List.copyOf(world.line.state().calls().keySet()).forEach(world.line::hangUp);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void onceTheServersStayUpTheLineComesBackToThePrimary(
            @ForAll Kind kind,
            @ForAll @IntRange(min = 1, max = 3) int places,
            @ForAll long seed,
            @ForAll @Size(max = 60) List<@From("happenings") Happening> history) {
        Happening.World world = new Happening.World(kind, places, seed);
        live(world, history);
        heal(world);

        world.line.advance(BACK_IN_SERVICE);
        assertThat(world.line.state().status().isInService())
                .as("in service: %s", world.line.state())
                .isTrue();

        world.line.advance(BACK_ON_PRIMARY);
        assertThat(world.line.state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(world.line.state().current()).contains(world.hop(0));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void onceAllIsQuietNothingIsLeftOver(
            @ForAll Kind kind,
            @ForAll @IntRange(min = 1, max = 3) int places,
            @ForAll long seed,
            @ForAll @Size(max = 60) List<@From("happenings") Happening> history) {
        Happening.World world = new Happening.World(kind, places, seed);
        live(world, history);
        heal(world);
        world.line.advance(BACK_IN_SERVICE.plus(BACK_ON_PRIMARY).plusSeconds(7200));
        world.line.happen(new LineEvent.TimerFired(Registering.REFRESH));

        world.line.advance(Duration.ofSeconds(40));

        assertThat(world.line.state().rounds()).isEmpty();
        assertThat(world.line.state().calls()).isEmpty();
        assertThat(world.line.state().hunts()).isEmpty();
        assertThat(world.line.pending()).isEmpty();
        int bindings = kind == Kind.CONCURRENT ? places : 1;
        assertThat(world.line.state().timers()).hasSize(bindings).containsKey(Registering.REFRESH);
        assertThat(world.line.state().registrations()).hasSize(bindings);
        assertThat(world.line.state().subscriptions()).isEmpty();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anIdenticalPolicyAfterEveryStepLeavesTheTraceUnchanged(
            @ForAll Kind kind,
            @ForAll @IntRange(min = 1, max = 3) int places,
            @ForAll long seed,
            @ForAll @Size(max = 60) List<@From("happenings") Happening> history) {
        Happening.World one = new Happening.World(kind, places, seed);
        Happening.World other = new Happening.World(kind, places, seed);
        other.line.swapAfterEveryStep();

        live(one, history);
        live(other, history);

        assertThat(other.line.transitions()).isEqualTo(one.line.transitions());
        assertThat(other.line.commands()).isEqualTo(one.line.commands());
        assertThat(other.line.state()).isEqualTo(one.line.state());
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aPhoneThatStopsComesToRest(
            @ForAll Kind kind,
            @ForAll @IntRange(min = 1, max = 3) int places,
            @ForAll long seed,
            @ForAll @Size(max = 40) List<@From("happenings") Happening> history) {
        Happening.World world = new Happening.World(kind, places, seed);
        live(world, history);
        world.line.happen(new LineEvent.Stopping());

        world.line.advance(Duration.ofSeconds(100));

        assertThat(world.line.state().rounds()).isEmpty();
        assertThat(world.line.state().timers()).isEmpty();
        assertThat(world.line.state().registrations()).isEmpty();
    }
}
