// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.policy.kit.ByConfiguration;
import org.linekeeper.policy.kit.FailoverMachine;

/** The lines of a device on one thread, in virtual time and without a network. */
final class World {
    /** What a world is made of; everything has a default. */
    static final class Draft {
        private double scale = 1;
        private RandomGenerator chance = new Random(42);
        private Optional<Path> home = Optional.empty();
        private Optional<Executor> threads = Optional.empty();

        Draft scale(double value) {
            scale = value;
            return this;
        }

        Draft chance(RandomGenerator value) {
            chance = value;
            return this;
        }

        Draft home(Path value) {
            home = Optional.of(value);
            return this;
        }

        /** Lines run on these instead of {@link World#pool}. */
        Draft threads(Executor value) {
            threads = Optional.of(value);
            return this;
        }

        World make() {
            return new World(this);
        }
    }

    final TestClock clock;
    final HeldPool pool = new HeldPool();
    final FakeSignalling signalling = new FakeSignalling();
    final FakeLocator locator = new FakeLocator();
    final LineSet set = new LineSet();
    final Policies policies = new Policies(this::policyChanged);
    final List<LineStateChanged> heard = new ArrayList<>();
    final Surroundings around;

    private World(Draft draft) {
        clock = new TestClock(draft.scale);
        Publisher publisher = new Publisher(clock, pool, draft.home, new Random(7));
        publisher.add(heard::add);
        around =
                new Surroundings(
                        clock,
                        new TimeScale(draft.scale),
                        draft.chance,
                        draft.threads.orElse(pool),
                        policies,
                        signalling,
                        locator,
                        new Watches(clock),
                        new CallLedger(clock),
                        new BusyLines(set::phoneIdle),
                        publisher,
                        draft.home.map(home -> new LineStore(home, clock, pool)),
                        set::tellOthers);
        set.attach(around);
    }

    static Draft draft() {
        return new Draft();
    }

    /** A world in which the kit decides as the lines are configured. */
    static World ofKit() {
        return draft().make().with(kit());
    }

    static FailoverPolicy kit() {
        return new FailoverMachine(new ByConfiguration());
    }

    World with(FailoverPolicy policy) {
        policies.add(policy, "policy", 0);
        return this;
    }

    private void policyChanged() {
        set.tellAll(new LineEvent.PolicyChanged());
        set.all().forEach(LineRuntime::wake);
    }

    /** Starts these lines. */
    World open(LineConfig... configs) {
        set.open(List.of(configs));
        return this;
    }

    LineRuntime line(int number) {
        return set.find(number).orElseThrow();
    }

    FakeLine wire(int number) {
        return signalling.line(number);
    }

    void advance(Duration time) {
        clock.advance(time);
    }
}
