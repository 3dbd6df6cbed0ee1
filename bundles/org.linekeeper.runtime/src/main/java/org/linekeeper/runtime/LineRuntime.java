// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.api.sip.LineSignalling;
import org.linekeeper.runtime.ladder.LineLadders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line: takes an event at a time from its mailbox, asks the policy, keeps the next state and
 * does what was decided. Only the mailbox's reader changes anything here; {@link #state} may be
 * looked at from everywhere.
 */
final class LineRuntime implements Watches.Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(LineRuntime.class);
    private static final int MAILBOX_BOUND = 10_000;
    private static final long LOOK_AGAIN_MS = 30_000;
    private static final int TEMPORARILY_UNAVAILABLE = 480;

    private final Surroundings around;
    private final LineConfig config;
    private final Mailbox<Consumer<List<FailoverPolicy>>> mailbox;
    private final LineSignalling signalling;
    private final LineLadders ladders;
    private final LineTimers timers;
    private final CommandRunner runner;
    private final SubscriptionDesk subscriptions = new SubscriptionDesk(this::state);
    private final Counters counters = new Counters();
    private final Decider decider;
    private volatile LineConfig shown;
    private volatile LineState state;
    private volatile boolean stopped;
    private volatile boolean closed;

    /**
     * A line that has not heard of its start.
     *
     * @param state where it stands, as its policy sees it
     */
    LineRuntime(Surroundings around, LineConfig config, LineState state) {
        this.around = around;
        this.config = config;
        this.shown = config;
        this.state = state;
        this.decider = new Decider(around.policies(), counters);
        this.mailbox = new Mailbox<>(around.pool(), MAILBOX_BOUND, this::take);
        this.timers = new LineTimers(around.clock(), around.chance(), this::onTimer);
        this.ladders =
                new LineLadders(
                        config.line(),
                        around.clock()::nowMs,
                        around.clock()::wallAt,
                        around.clock().scale());
        LineLookups lookups =
                new LineLookups(around.locator(), around.clock(), this::config, this::post);
        this.signalling =
                around.signalling()
                        .open(around.scale().forSignalling(config), this::onWire, ladders::heard);
        this.runner =
                new CommandRunner(this, signalling, lookups, around.watches(), around.scale());
    }

    /** Where the line stands; a whole state at every moment. */
    LineState state() {
        return state;
    }

    /** The configuration as it was given. */
    LineConfig config() {
        return shown;
    }

    LineSignalling signalling() {
        return signalling;
    }

    /** Those of its last switches. */
    LineLadders ladders() {
        return ladders;
    }

    /** What its user has subscribed to. */
    SubscriptionDesk subscriptions() {
        return subscriptions;
    }

    Map<String, Long> counters() {
        Map<String, Long> all = new HashMap<>(signalling.counters());
        all.putAll(counters.values());
        return all;
    }

    /** Something happened. An event too many is dropped and counted; false then. */
    boolean post(LineEvent event) {
        return put(
                policies -> {
                    subscriptions.comes(event);
                    try {
                        handle(event, policies);
                    } finally {
                        subscriptions.heard(event);
                    }
                });
    }

    private boolean put(Consumer<List<FailoverPolicy>> task) {
        boolean taken = mailbox.post(task);
        if (!taken) {
            counters.add("events_dropped");
        }
        return taken;
    }

    /** Whether everything that was to be said after {@link LineEvent.Stopping} has been said. */
    boolean isStill() {
        return stopped && state.rounds().isEmpty();
    }

    /** On the clock's thread; a timer that is cancelled or started anew meanwhile never fires. */
    private void onTimer(LineTimers.Running timer) {
        put(
                policies -> {
                    if (timers.take(timer)) {
                        handle(new LineEvent.TimerFired(timer.name()), policies);
                    }
                });
    }

    /** A policy is there again. */
    void wake() {
        mailbox.wake();
    }

    /** Takes the line off the network without another word; what still comes is not heard. */
    void close() {
        closed = true;
        release();
        signalling.close();
    }

    private void release() {
        around.watches().unwatchAll(this);
        timers.close();
        mailbox.close();
        around.busy().set(this, false);
    }

    /** On the signalling's thread. The runtime's own attempts have numbers below zero. */
    private void onWire(LineEvent event) {
        if (event instanceof LineEvent.AttemptEnded ended && ended.attempt() < 0) {
            around.watches().ended(ended.attempt(), ended.outcome());
        } else {
            post(event);
        }
    }

    @Override
    public void observed(LineEvent.HealthObserved event) {
        post(event);
    }

    @Override
    public void probe(long attempt, Command.Watch watch) {
        signalling.send(
                attempt,
                new Request.Options(),
                watch.hop(),
                around.scale().forSignalling(watch.budget()));
    }

    /** The mailbox's reader. */
    private boolean take(Consumer<List<FailoverPolicy>> task) {
        if (closed) {
            return true;
        }
        // Read once: what comes or goes meanwhile counts from the next event on.
        List<FailoverPolicy> policies = around.policies().usable();
        if (policies.isEmpty()) {
            return false;
        }
        try {
            task.accept(policies);
        } catch (RuntimeException | LinkageError | StackOverflowError bug) {
            // The line stays as it was; the next event finds it whole.
            counters.add("events_failed");
            LOG.error("line {} could not handle an event", config.line(), bug);
        }
        if (closed) {
            // In the middle of this event; what it has started goes, too.
            release();
        }
        return true;
    }

    private void handle(LineEvent event, List<FailoverPolicy> policies) {
        boolean elsewhere = around.busy().elsewhere(this);
        LineState before =
                state.with(d -> d.nowMs(around.clock().nowMs()).busyElsewhere(elsewhere));
        if (event instanceof LineEvent.AttemptEnded ended) {
            Optional<Target> target =
                    before.roundOf(ended.attempt()).flatMap(Round::at).map(Hop::target);
            if (target.isEmpty()) {
                counters.add("outcomes_dropped");
                return;
            }
            shareVerdict(target.get(), ended.outcome());
        }
        if (event instanceof LineEvent.TimerFired fired) {
            before = before.with(draft -> draft.timers().remove(fired.name()));
        }
        if (event instanceof LineEvent.Started) {
            before.timers().forEach(timers::resume);
        }
        if (event instanceof LineEvent.Configured configured) {
            shown = configured.config();
            signalling.configure(around.scale().forSignalling(shown));
        }
        Optional<Decision> decision = decider.decide(before, forPolicy(event), policies);
        if (decision.isPresent()) {
            apply(before, decision.get(), event);
        } else {
            state = withoutRoundOf(before, event);
        }
        endUnlessTaken(event, decision.map(Decision::state).orElse(before));
        stopped |= event instanceof LineEvent.Stopping;
    }

    /**
     * No policy could take an attempt's outcome: its round would stay open for ever, and whoever
     * decides next would wait for it.
     */
    private LineState withoutRoundOf(LineState before, LineEvent event) {
        if (!(event instanceof LineEvent.AttemptEnded ended)) {
            return before;
        }
        long delay = (long) (LOOK_AGAIN_MS * around.clock().scale());
        around.clock().schedule(delay, () -> post(new LineEvent.PolicyChanged()));
        OptionalLong over = OptionalLong.of(ended.attempt());
        return before.with(d -> d.rounds().values().removeIf(r -> r.attempt().equals(over)));
    }

    /** A call that no policy has taken up is over: nobody else would ever end it. */
    private void endUnlessTaken(LineEvent event, LineState after) {
        if (event instanceof LineEvent.DialAsked asked
                && !after.calls().containsKey(asked.call())) {
            Call lost = Call.dialled(asked.call(), asked.plan().to());
            around.calls()
                    .record(
                            config.line(),
                            lost.over(Call.State.FAILED, OptionalInt.empty(), "not taken up"));
        }
        if (event instanceof LineEvent.CallOffered offered
                && !after.calls().containsKey(offered.call())) {
            signalling.end(offered.call(), TEMPORARILY_UNAVAILABLE);
            signalling.forget(offered.call());
        }
    }

    private LineEvent forPolicy(LineEvent event) {
        return event instanceof LineEvent.Configured configured
                ? new LineEvent.Configured(around.scale().forPolicy(configured.config()))
                : event;
    }

    /** What the transport says of a target holds for every line on it; a response code does not. */
    private void shareVerdict(Target target, Outcome outcome) {
        if (outcome instanceof Outcome.NoAnswer || outcome instanceof Outcome.Unreachable) {
            around.others()
                    .accept(
                            this,
                            new LineEvent.HealthObserved(
                                    target, outcome, LineEvent.HealthObserved.Source.OTHER_LINE));
        }
    }

    private void apply(LineState before, Decision decision, LineEvent event) {
        LineState after = decision.state();
        for (Command command : decision.commands()) {
            if (command instanceof Command.StartTimer timer) {
                long deadline = timers.start(timer);
                after = after.with(draft -> draft.timers().put(timer.name(), deadline));
            } else if (command instanceof Command.CancelTimer timer) {
                timers.cancel(timer.name());
                after = after.with(draft -> draft.timers().remove(timer.name()));
            }
        }
        around.calls().record(config.line(), after.calls().values());
        LineState kept = withoutDoneCalls(after);
        state = kept;
        around.busy().set(this, kept.calls().values().stream().anyMatch(LineRuntime::lives));
        // Before anything is sent: what was decided stands in front of what comes of it.
        Optional<String> ladder = ladders.decided(before, event, kept, decision.commands());
        Runnable publication =
                ladder.<Runnable>map(id -> () -> publish(before, kept, id)).orElse(() -> {});
        decision.commands().forEach(runner::run);
        Stream.concat(
                        gone(after.calls(), kept.calls()),
                        gone(before.subscriptions(), kept.subscriptions()))
                .forEach(signalling::forget);
        follow(before, kept, event instanceof LineEvent.Started);
        publication.run();
        around.store()
                .ifPresent(
                        store -> store.changed(config.line(), this::text, isGrant(before, event)));
    }

    private static Stream<String> gone(Map<String, ?> before, Map<String, ?> after) {
        return before.keySet().stream().filter(id -> !after.containsKey(id));
    }

    private String text() {
        return StateText.write(subscriptions.kept(), around.clock());
    }

    /** A binding, that is: what a SUBSCRIBE is granted is asked for anew after a restart. */
    private static boolean isGrant(LineState before, LineEvent event) {
        return event instanceof LineEvent.AttemptEnded ended
                && ended.outcome() instanceof Outcome.Response response
                && response.isSuccess()
                && response.expiresSeconds().isPresent()
                && before.roundOf(ended.attempt())
                        .filter(round -> round.purpose() != Round.Purpose.SUBSCRIBE)
                        .isPresent();
    }

    private static boolean lives(Call call) {
        return !call.state().isOver();
    }

    private static LineState withoutDoneCalls(LineState state) {
        return state.calls().values().stream().noneMatch(Call::isDone)
                ? state
                : state.with(draft -> draft.calls().values().removeIf(Call::isDone));
    }

    private void publish(LineState before, LineState after, String ladder) {
        String server = after.current().map(hop -> config.settingsOf(hop).address()).orElse("");
        around.publisher()
                .publish(
                        config.line(),
                        before.status(),
                        after.status(),
                        after.why(),
                        after.current(),
                        server,
                        Optional.of(ladder));
    }

    /** Keep-alives follow the current hop, and the signalling knows whose requests are ours. */
    private void follow(LineState before, LineState after, boolean anew) {
        if (anew || !before.current().equals(after.current())) {
            signalling.keepAlive(after.current());
        }
        if (anew || !before.targets().equals(after.targets())) {
            signalling.know(after.hops());
        }
    }
}
