// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.linekeeper.api.line.Call;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.policy.Command;
import org.linekeeper.api.policy.Decision;
import org.linekeeper.api.policy.Request;

/** One decision in the making: the state so far and the commands so far. */
final class Step {
    private final List<Command> commands = new ArrayList<>();
    private LineState state;

    Step(LineState state) {
        this.state = state;
    }

    LineState state() {
        return state;
    }

    LineConfig config() {
        return state.config();
    }

    Decision decision() {
        return new Decision(state, commands);
    }

    void change(Consumer<LineState.Draft> changes) {
        state = state.with(changes);
    }

    void emit(Command command) {
        commands.add(command);
    }

    long newId() {
        long id = state.nextId();
        change(draft -> draft.nextId(id + 1));
        return id;
    }

    /** Whether the line is to stay out of service: it is disabled, or the phone stops. */
    boolean isOff() {
        boolean stopped = state.status() == Status.UNREGISTERED && state.why().equals(Why.SHUTDOWN);
        return stopped || state.status() == Status.DISABLED;
    }

    // Rounds.

    Round open(Round.Purpose purpose, String subject) {
        Round round = Round.of(newId(), purpose, subject);
        put(round);
        return round;
    }

    void put(Round round) {
        change(draft -> draft.rounds().put(round.id(), round));
    }

    void close(Round round) {
        change(draft -> draft.rounds().remove(round.id()));
    }

    /** Ends a round and the attempt that it has under way. */
    void abandon(Round round) {
        round.attempt().ifPresent(attempt -> emit(new Command.Cancel(attempt)));
        close(round);
    }

    Optional<Round> round(Round.Purpose purpose) {
        return rounds(purpose).stream().findFirst();
    }

    List<Round> rounds(Round.Purpose purpose) {
        return state.rounds().values().stream().filter(r -> r.purpose() == purpose).toList();
    }

    /** Sends a round's request to a hop. */
    void send(Round round, Request what, Hop hop, Questions questions) {
        long attempt = newId();
        put(round.trying(hop, attempt));
        Health health = state.health().get(hop.target());
        if (health != null && health.verdict() == Health.Verdict.QUARANTINED) {
            putHealth(hop.target(), new Health(Health.Verdict.PROBING, 0, health.failures()));
        }
        emit(new Command.Send(attempt, what, hop, questions.budget(state, round, hop)));
    }

    // Timers.

    void start(String timer, Wait wait) {
        emit(new Command.StartTimer(timer, wait.least(), wait.spread()));
        // The runtime, which draws the spread, knows the deadline better; that it runs is true now.
        long least = state.nowMs() + wait.least().toMillis();
        change(draft -> draft.timers().put(timer, least));
    }

    void stop(String timer) {
        if (state.timers().containsKey(timer)) {
            emit(new Command.CancelTimer(timer));
            change(draft -> draft.timers().remove(timer));
        }
    }

    boolean runs(String timer) {
        return state.timers().containsKey(timer);
    }

    // What is known of targets.

    void succeededAt(Target target) {
        if (state.health().containsKey(target)) {
            putHealth(target, Health.GOOD);
        }
    }

    void failedAt(Target target, Outcome outcome, Questions questions) {
        Duration penalty = questions.penalty(state, outcome);
        Health before = state.health().getOrDefault(target, Health.GOOD);
        putHealth(
                target,
                new Health(
                        Health.Verdict.QUARANTINED,
                        state.nowMs() + penalty.toMillis(),
                        before.failures() + 1));
    }

    /**
     * A sign from outside any request that a target may be gone. With health memory a line does not
     * flee from such a sign: the REGISTER that follows, or the next sign, gives the verdict.
     */
    void suspectAt(Target target, Outcome outcome, Questions questions) {
        Health before = state.health().getOrDefault(target, Health.GOOD);
        boolean serves =
                state.status().isInService()
                        && state.current().filter(hop -> hop.target().equals(target)).isPresent();
        if (!serves || !config().steadiness().healthMemory()) {
            failedAt(target, outcome, questions);
        } else if (before.verdict() != Health.Verdict.QUARANTINED) {
            putHealth(target, new Health(Health.Verdict.SUSPECT, 0, before.failures() + 1));
        }
    }

    /** What no name leads to any more need not be remembered. */
    void forgetStrangers() {
        List<Target> known = state.hops().stream().map(Hop::target).toList();
        if (!known.containsAll(state.health().keySet())) {
            change(draft -> draft.health().keySet().retainAll(known));
        }
    }

    private void putHealth(Target target, Health health) {
        change(draft -> draft.health().put(target, health));
    }

    // Where the line stands.

    void stand(Status status, Optional<Hop> current, Why why) {
        boolean moved = status != state.status() || !current.equals(state.current());
        change(draft -> draft.status(status).current(current).why(why));
        if (moved) {
            change(draft -> draft.sinceMs(state.nowMs()));
        }
    }

    /** The line is in service at this hop. */
    void serve(Hop hop, Why why) {
        boolean primary = Hops.isPrimary(state, hop);
        stand(primary ? Status.ON_PRIMARY : Status.ON_BACKUP, Optional.of(hop), why);
    }

    void stand(Status status, Why why) {
        stand(status, state.current(), why);
    }

    // Calls.

    Optional<Call> call(String id) {
        return Optional.ofNullable(state.calls().get(id));
    }

    void call(String id, UnaryOperator<Call> change) {
        call(id).ifPresent(call -> put(change.apply(call)));
    }

    void put(Call call) {
        change(draft -> draft.calls().put(call.id(), call));
    }
}
