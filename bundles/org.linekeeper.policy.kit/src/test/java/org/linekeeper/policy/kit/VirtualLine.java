// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;

/**
 * One line in virtual time: does with a policy's decisions what a runtime does, on one thread and
 * without a socket. Each step is held against the {@link Invariants}.
 */
final class VirtualLine {
    /** A step repeated this often without any time passing is a loop. */
    private static final int STEPS_AT_ONCE = 500;

    private final FailoverPolicy policy;
    private final RandomGenerator chance;
    private final Invariants invariants = new Invariants();
    private final PriorityQueue<Due> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Due::atMs).thenComparingLong(Due::order));
    private final Map<Long, Sent> pending = new LinkedHashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final List<Transition> transitions = new ArrayList<>();
    private final Map<String, Call> calls = new HashMap<>();
    private final Set<ServerRef> lookups = new TreeSet<>(Comparator.comparing(ServerRef::toString));
    private Locator locator = new Literals();
    private Consumer<Sent> onSend = attempt -> {};
    private Consumer<Sent> onCancel = attempt -> {};
    private Consumer<Command> onWatch = watch -> {};
    private boolean swaps;
    private boolean running;
    private LineState state;
    private long nowMs;
    private long order;
    private int stepsNow;
    private int dropped;

    /** A request on its way. */
    record Sent(long attempt, Request what, Hop hop, Budget budget, long atMs) {}

    /** What a fleet would see. */
    record Transition(long atMs, Status status, Optional<Hop> current, Why why) {}

    /** Answers look-ups; empty = not yet. */
    interface Locator {
        Optional<LineEvent> locate(LineState state, ServerRef ref);

        /** How long the next answer takes. */
        default long delayMs() {
            return 0;
        }
    }

    private record Due(long atMs, long order, Runnable what) {}

    VirtualLine(FailoverPolicy policy, LineConfig config, long seed) {
        this.policy = policy;
        this.chance = new Random(seed);
        this.state = LineState.initial(config);
    }

    /** A line that has not started. */
    static VirtualLine of(LineConfig config) {
        return new VirtualLine(new FailoverMachine(new ByConfiguration()), config, 1);
    }

    /** A line that has asked its first server. */
    static VirtualLine started(LineConfig config) {
        VirtualLine line = of(config);
        line.happen(new LineEvent.Started());
        return line;
    }

    /** A line in service at its first server. */
    static VirtualLine onPrimary(LineConfig config) {
        VirtualLine line = started(config);
        line.answer(TwoServers.ok());
        return line;
    }

    /** A line that its first server has just lost to the second. */
    static VirtualLine onBackup(LineConfig config) {
        VirtualLine line = started(config);
        line.answer(TwoServers.silence());
        line.answer(TwoServers.ok());
        return line;
    }

    // What a test sets up.

    void locator(Locator value) {
        locator = value;
    }

    void servers(Consumer<Sent> sends, Consumer<Sent> cancels, Consumer<Command> watches) {
        onSend = sends;
        onCancel = cancels;
        onWatch = watches;
    }

    /** After every step another policy, which is the same one, takes over. */
    void swapAfterEveryStep() {
        swaps = true;
    }

    /** Changes the state behind the policy's back. */
    void tamper(UnaryOperator<LineState> change) {
        state = change.apply(state);
    }

    // What a test sees.

    LineState state() {
        return state;
    }

    long nowMs() {
        return nowMs;
    }

    List<Sent> sent() {
        return List.copyOf(sent);
    }

    List<Sent> pending() {
        return List.copyOf(pending.values());
    }

    /** The one attempt that is under way. */
    Sent only() {
        if (pending.size() != 1) {
            throw new AssertionError("one attempt expected, not " + pending.values());
        }
        return pending.values().iterator().next();
    }

    /** The one attempt of this kind that is under way. */
    Sent only(Class<? extends Request> kind) {
        List<Sent> such =
                pending.values().stream().filter(one -> kind.isInstance(one.what())).toList();
        if (such.size() != 1) {
            throw new AssertionError("one " + kind + " expected, not " + pending.values());
        }
        return such.get(0);
    }

    List<Transition> transitions() {
        return List.copyOf(transitions);
    }

    Set<ServerRef> lookups() {
        return Set.copyOf(lookups);
    }

    int dropped() {
        return dropped;
    }

    /** A call as it is, or as it was when it ended. */
    Call call(String id) {
        return calls.get(id);
    }

    /** The commands since the last time that somebody asked. */
    List<Command> commands() {
        List<Command> taken = List.copyOf(commands);
        commands.clear();
        return taken;
    }

    // What happens.

    void dial(String call) {
        happen(new LineEvent.DialAsked(call, CallPlan.to("200")));
    }

    void dial(String call, CallPlan plan) {
        happen(new LineEvent.DialAsked(call, plan));
    }

    void hangUp(String call) {
        happen(new LineEvent.HangUpAsked(call));
    }

    /** Ends the only attempt that is under way. */
    void answer(Outcome outcome) {
        answer(only(), outcome);
    }

    void answer(Sent attempt, Outcome outcome) {
        answer(attempt.attempt(), outcome);
    }

    /** An outcome; one of an attempt that nobody waits for is dropped. */
    void answer(long attempt, Outcome outcome) {
        if (pending.remove(attempt) == null) {
            dropped++;
            return;
        }
        happen(new LineEvent.AttemptEnded(attempt, outcome));
    }

    boolean isPending(long attempt) {
        return pending.containsKey(attempt);
    }

    void later(long delayMs, Runnable what) {
        agenda.add(new Due(nowMs + delayMs, order++, what));
    }

    void happen(LineEvent event) {
        step(event);
        if (swaps) {
            step(new LineEvent.PolicyChanged());
        }
        if (!running) {
            running = true;
            runDue();
            running = false;
        }
    }

    private void runDue() {
        while (!agenda.isEmpty() && agenda.peek().atMs() <= nowMs) {
            agenda.remove().what().run();
        }
    }

    /** Lets time pass, and whatever falls due in it happen. */
    void advance(Duration time) {
        long endMs = nowMs + time.toMillis();
        OptionalLong next = nextDue();
        while (next.isPresent() && next.getAsLong() <= endMs) {
            if (next.getAsLong() > nowMs) {
                nowMs = next.getAsLong();
                stepsNow = 0;
            }
            running = true;
            runDue();
            running = false;
            timers().stream().filter(t -> t.getValue() <= nowMs).findFirst().ifPresent(this::fire);
            next = nextDue();
        }
        nowMs = endMs;
        stepsNow = 0;
    }

    private void fire(Map.Entry<String, Long> timer) {
        happen(new LineEvent.TimerFired(timer.getKey()));
    }

    private List<Map.Entry<String, Long>> timers() {
        return state.timers().entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
    }

    private OptionalLong nextDue() {
        long agendaMs = agenda.isEmpty() ? Long.MAX_VALUE : agenda.peek().atMs();
        long timerMs = timers().isEmpty() ? Long.MAX_VALUE : timers().get(0).getValue();
        long next = Math.min(agendaMs, timerMs);
        return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
    }

    private void step(LineEvent event) {
        if (++stepsNow > STEPS_AT_ONCE) {
            throw new AssertionError("endless steps at " + nowMs + " ms: " + event);
        }
        if (event instanceof LineEvent.TargetsLocated located) {
            lookups.remove(located.server());
        } else if (event instanceof LineEvent.LocateFailed failed) {
            lookups.remove(failed.server());
        }
        if (event instanceof LineEvent.TimerFired timer) {
            tamper(s -> s.with(draft -> draft.timers().remove(timer.name())));
        }
        LineState before = state.with(draft -> draft.nowMs(nowMs));
        Decision decision = policy.decide(before, event);
        state = decision.state();
        invariants.decided(before, event, decision, pending.keySet());
        decision.commands().forEach(this::run);
        commands.addAll(decision.commands());
        forgetWhatIsOver();
        note(before);
        boolean wasBusy = isBusy(before);
        if (wasBusy && !isBusy(state)) {
            later(0, () -> happen(new LineEvent.PhoneIdle()));
        }
        invariants.stands(state, lookups, pending.keySet());
        invariants.survivesSwap(policy, state);
    }

    private static boolean isBusy(LineState state) {
        return state.calls().values().stream().anyMatch(call -> !call.state().isOver());
    }

    private void run(Command command) {
        if (command instanceof Command.Send send) {
            Sent attempt = new Sent(send.attempt(), send.what(), send.hop(), send.budget(), nowMs);
            pending.put(send.attempt(), attempt);
            sent.add(attempt);
            onSend.accept(attempt);
        } else if (command instanceof Command.Cancel cancel) {
            onCancel.accept(pending.get(cancel.attempt()));
        } else if (command instanceof Command.StartTimer timer) {
            long drawn = Math.round(chance.nextDouble() * timer.spread().toMillis());
            long deadline = nowMs + timer.delay().toMillis() + drawn;
            tamper(s -> s.with(draft -> draft.timers().put(timer.name(), deadline)));
        } else if (command instanceof Command.CancelTimer timer) {
            tamper(s -> s.with(draft -> draft.timers().remove(timer.name())));
        } else if (command instanceof Command.LocateDestination locate) {
            locate(locate.destination());
        } else if (command instanceof Command.Watch || command instanceof Command.Unwatch) {
            onWatch.accept(command);
        } else if (command instanceof Command.Locate locate) {
            // One look-up at a time for each server.
            if (lookups.add(locate.server())) {
                later(
                        locator.delayMs(),
                        () -> locator.locate(state, locate.server()).ifPresent(this::happen));
            }
        }
    }

    /** A destination is an IP literal, or several; another name leads nowhere. */
    private void locate(CallPlan.Destination destination) {
        List<Target> targets =
                Stream.of(destination.uri().replaceAll("^[^@]*@|[:;].*$", "").split(","))
                        .filter(host -> host.startsWith("192.0.2."))
                        .map(h -> new Target(h, 5060, destination.transport().orElseThrow(), h))
                        .toList();
        later(0, () -> happen(new LineEvent.DestinationLocated(destination, targets)));
    }

    private void forgetWhatIsOver() {
        pending.keySet()
                .removeIf(
                        attempt ->
                                state.rounds().values().stream()
                                        .noneMatch(
                                                round ->
                                                        round.attempt()
                                                                .equals(OptionalLong.of(attempt))));
        calls.putAll(state.calls());
        tamper(s -> s.with(draft -> draft.calls().values().removeIf(Call::isDone)));
    }

    private void note(LineState before) {
        Transition was = new Transition(nowMs, before.status(), before.current(), before.why());
        Transition is = new Transition(nowMs, state.status(), state.current(), state.why());
        if (!is.equals(was)) {
            transitions.add(is);
        }
    }

    /** Every configured address is an IP literal. */
    private static final class Literals implements Locator {
        @Override
        public Optional<LineEvent> locate(LineState state, ServerRef ref) {
            return Optional.of(Names.located(ref, TwoServers.address(ref.index())));
        }
    }
}
