// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.api.policy.LineEvent;

/** Policies come and go under lines that are in the middle of something. */
class SwapTest {
    private static final LineConfig CONFIG =
            Examples.line(1, "192.0.2.1", "b.example")
                    .with(
                            draft ->
                                    draft.redundancy(
                                            new Redundancy(
                                                    Redundancy.Scheme.SUCCESSIVE,
                                                    Redundancy.Probe.REGISTER,
                                                    60,
                                                    0,
                                                    false,
                                                    true)));

    /** Decides as the kit does, and keeps count. */
    private static final class Counting implements FailoverPolicy {
        private final FailoverPolicy kit = World.kit();
        private final List<LineEvent> decided = new ArrayList<>();

        @Override
        public Decision decide(LineState state, LineEvent event) {
            decided.add(event);
            return kit.decide(state, event);
        }
    }

    @Test
    void aHigherRankedPolicyThatComesInMidAttemptDecidesItsOutcome() {
        Counting built = new Counting();
        Counting pushed = new Counting();
        World world = World.draft().make();
        world.policies.add(built, "standard", -1000);
        world.open(CONFIG);
        world.policies.add(pushed, "pushed", 0);
        world.wire(1).endLast(Examples.OK);
        assertThat(world.line(1).state().status()).isEqualTo(Status.ON_PRIMARY);
        assertThat(built.decided).doesNotHaveAnyElementsOfTypes(LineEvent.AttemptEnded.class);
        assertThat(pushed.decided)
                .hasExactlyElementsOfTypes(
                        LineEvent.PolicyChanged.class, LineEvent.AttemptEnded.class);
    }

    @Test
    void aPolicyThatGoesInMidAttemptLeavesTheOutcomeToTheOther() {
        Counting built = new Counting();
        Counting pushed = new Counting();
        World world = World.draft().make();
        world.policies.add(built, "standard", -1000);
        world.policies.add(pushed, "pushed", 0);
        world.open(CONFIG);
        world.wire(1).endLast(Examples.SILENCE);
        world.policies.remove(pushed);
        world.wire(1).endLast(Examples.OK);
        assertThat(world.line(1).state().status()).isEqualTo(Status.ON_BACKUP);
        assertThat(world.line(1).state().health())
                .as("what was learnt under the one, the other knows")
                .containsKey(Examples.target("192.0.2.1"));
    }

    @Test
    void theOnlyPolicyIsReplacedInMidAttemptAndNothingIsLost() {
        Counting first = new Counting();
        Counting second = new Counting();
        World world = World.draft().make().with(first).open(CONFIG);
        world.policies.remove(first);
        world.wire(1).endLast(Examples.SILENCE);
        world.line(1).post(new LineEvent.DialAsked("c1", CallPlan.to("200")));
        assertThat(first.decided).doesNotHaveAnyElementsOfTypes(LineEvent.AttemptEnded.class);
        world.with(second);
        assertThat(second.decided)
                .hasExactlyElementsOfTypes(
                        LineEvent.AttemptEnded.class,
                        LineEvent.DialAsked.class,
                        LineEvent.PolicyChanged.class);
        assertThat(world.line(1).state().calls()).containsKey("c1");
    }

    /** What a run does on the outside. */
    private record Trace(
            List<String> commands, List<LineStateChanged> transitions, LineState state) {}

    /** Design, section 6: swapping a policy for an identical one after every step shows nowhere. */
    @Property(tries = 100)
    void swappingForAnIdenticalPolicyAfterEveryStepLeavesTheTraceUnchanged(@ForAll long seed) {
        Trace plain = run(seed, world -> {});
        Trace swapped = run(seed, new Swapping());
        assertThat(swapped.commands()).isEqualTo(plain.commands());
        assertThat(swapped.transitions()).isEqualTo(plain.transitions());
        assertThat(swapped.state()).isEqualTo(plain.state());
    }

    /** Something that is done after each step. */
    private interface AfterStep {
        void in(World world);
    }

    /** Installs beside, then removes, as an update does. */
    private static final class Swapping implements AfterStep {
        private Optional<FailoverPolicy> last = Optional.empty();
        private int count;

        @Override
        public void in(World world) {
            Counting next = new Counting();
            world.policies.add(next, "policy " + count++, 1);
            last.ifPresent(world.policies::remove);
            last = Optional.of(next);
        }
    }

    private static Trace run(long seed, AfterStep afterStep) {
        Random events = new Random(seed);
        World world = World.draft().chance(new Random(seed + 1)).make().with(new Counting());
        world.locator.put("b.example", Duration.ofSeconds(90), "192.0.2.21", "192.0.2.22");
        world.open(CONFIG);
        int calls = 0;
        for (int step = 0; step < 60; step++) {
            afterStep.in(world);
            FakeLine wire = world.wire(1);
            switch (events.nextInt(10)) {
                case 0, 1, 2, 3 -> {
                    List<Long> live = live(world);
                    if (!live.isEmpty()) {
                        wire.end(live.get(events.nextInt(live.size())), outcome(events));
                    }
                }
                case 4, 5 -> world.clock.advanceMs(events.nextInt(100_000));
                case 6 ->
                        world.line(1)
                                .post(new LineEvent.DialAsked("c" + calls++, CallPlan.to("200")));
                case 7 ->
                        world.line(1)
                                .post(
                                        new LineEvent.HangUpAsked(
                                                "c" + events.nextInt(Math.max(1, calls))));
                case 8 -> world.line(1).post(other(events));
                default -> {
                    List<Long> live = live(world);
                    if (!live.isEmpty()) {
                        wire.post(new LineEvent.Provisional(live.get(0), 180));
                    }
                }
            }
        }
        List<String> commands =
                Stream.concat(
                                world.wire(1).sent().stream().map(Object::toString),
                                world.wire(1).done().stream())
                        .toList();
        assertThat(world.line(1).counters())
                .doesNotContainKeys("decisions_refused", "events_failed", "events_dropped");
        // But for the time of the last event, which the change of policies is one of.
        LineState state = world.line(1).state().with(draft -> draft.nowMs(0));
        return new Trace(commands, world.heard, state);
    }

    private static List<Long> live(World world) {
        return world.line(1).state().rounds().values().stream()
                .flatMapToLong(round -> round.attempt().stream())
                .sorted()
                .boxed()
                .toList();
    }

    private static Outcome outcome(Random chance) {
        return switch (chance.nextInt(6)) {
            case 0, 1 -> Examples.OK;
            case 2 -> Examples.SILENCE;
            case 3 -> new Outcome.Unreachable(Outcome.Kind.ICMP, "port unreachable");
            case 4 -> Outcome.Response.of(503);
            default -> Outcome.Response.of(403);
        };
    }

    private static LineEvent other(Random chance) {
        return switch (chance.nextInt(5)) {
            case 0 -> new LineEvent.RegisterAsked();
            case 1 -> new LineEvent.OptionsAsked();
            case 2 -> new LineEvent.NetworkChanged();
            case 3 ->
                    new LineEvent.FlowLost(
                            Examples.target("192.0.2.1"),
                            new Outcome.Unreachable(Outcome.Kind.TCP_CLOSED, "closed"));
            default ->
                    new LineEvent.HealthObserved(
                            Examples.target("192.0.2.1"),
                            Examples.SILENCE,
                            LineEvent.HealthObserved.Source.OTHER_LINE);
        };
    }
}
