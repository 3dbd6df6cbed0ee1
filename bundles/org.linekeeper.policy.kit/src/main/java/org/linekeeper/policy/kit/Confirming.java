// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Steadiness;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.policy.Command;

/**
 * What OPTIONS must have said before a line at another server goes back: enough good answers in a
 * row, and no bad one for the whole return delay since the first of them. Then a REGISTER goes to
 * the primary, and only its success moves the line (V4).
 *
 * <p>Whoever asks for several answers in a row gets this with a probe by REGISTER, too: OPTIONS at
 * the probe's interval, until they have confirmed that the REGISTER is worth it. Of several better
 * servers the primary alone is watched, and so it is the one that such a line returns to.
 */
final class Confirming {
    /** From the first sign of life to the return. */
    static final String RETURN = "return";

    private static final String GOOD = "kit1.good-answers";

    /** The delay is over, and the return has not succeeded yet. */
    private static final String DUE = "kit1.return-due";

    private final Returning returning;

    Confirming(Returning returning) {
        this.returning = returning;
    }

    /** The hop that is watched. */
    static Optional<Hop> primary(LineState state) {
        return state.hops().stream().filter(hop -> hop.ref().index() == 0).findFirst();
    }

    /** Whether the way back to a better server is found by OPTIONS. */
    static boolean byOptions(LineConfig config) {
        return switch (config.redundancy().probe()) {
            case OPTIONS -> true;
            case REGISTER -> config.steadiness().successes() > 1;
            case NONE -> false;
        };
    }

    /**
     * Whether a confirmation that has come to nothing begins anew. A vendor's line that has waited
     * for long enough tries again at the next good answer.
     */
    static boolean isStrict(LineConfig config) {
        return byOptions(config) && !config.steadiness().equals(Steadiness.NONE);
    }

    /** Whether the way back needs an answer of the primary, and its name has led nowhere. */
    static boolean isBlind(LineState state) {
        return byOptions(state.config()) && primary(state).isEmpty();
    }

    /** Whether good answers count towards a return now. */
    static boolean isWanted(Step step) {
        return byOptions(step.config()) && Returning.isAtOtherServer(step);
    }

    /**
     * Between two OPTIONS to the primary.
     *
     * @param usual what it is without a return in sight
     */
    static Duration interval(Step step, Duration usual) {
        Duration closer = Duration.ofSeconds(step.config().steadiness().confirmSeconds());
        boolean close = !closer.isZero() && isWanted(step) && good(step.state()) > 0;
        return close && closer.compareTo(usual) < 0 ? closer : usual;
    }

    private static int good(LineState state) {
        return Memory.number(state, GOOD, state.config().steadiness().successes());
    }

    /** The primary has answered. */
    void good(Step step) {
        lookUp(step);
        if (!isWanted(step) || step.round(Round.Purpose.PROBE).isPresent()) {
            return;
        }
        Memory.count(step, GOOD, step.config().steadiness().successes());
        Duration delay = delay(step);
        if (!delay.isZero() && !isDue(step) && !step.runs(RETURN)) {
            step.start(RETURN, Wait.exactly(delay));
        }
        goBack(step);
    }

    /** It has not, or it says that it cannot serve. */
    void bad(Step step) {
        lookUp(step);
        unconfirm(step);
    }

    /** The primary has been alive for the whole delay. */
    void delayOver(Step step) {
        step.change(draft -> draft.memory().put(DUE, ""));
        goBack(step);
    }

    private void goBack(Step step) {
        boolean confirmed =
                good(step.state()) == step.config().steadiness().successes()
                        && (delay(step).isZero() || isDue(step));
        if (confirmed && isWanted(step) && step.round(Round.Purpose.PROBE).isEmpty()) {
            returning.due(step, Round.Purpose.PROBE);
        }
    }

    private static Duration delay(Step step) {
        return Duration.ofSeconds(step.config().redundancy().returnDelaySeconds());
    }

    private static boolean isDue(Step step) {
        return step.state().memory().containsKey(DUE);
    }

    /** OPTIONS follow the name: a server may come back at another address. */
    private static void lookUp(Step step) {
        Optional<Hop> primary = primary(step.state()).filter(hop -> isWanted(step));
        primary.ifPresent(
                hop -> {
                    TargetSet known = step.state().targets().get(hop.ref());
                    if (known.expiresAtMs() <= step.state().nowMs()) {
                        step.emit(new Command.Locate(hop.ref()));
                    }
                });
    }

    /** The line is at another hop: what was counted towards a return is void. */
    void moved(Step step) {
        step.stop(RETURN);
        Memory.forget(step, GOOD);
        Memory.forget(step, DUE);
    }

    /**
     * Whatever went wrong at the primary speaks against a return, OPTIONS or not: a request of this
     * line or of another, a REGISTER that it refused, a name that leads elsewhere now.
     */
    void follow(Step step, LineState before) {
        boolean counts = isStrict(step.config()) && isWanted(step);
        if (counts && (hasFailed(before, step.state()) || isRefused(before, step.state()))) {
            unconfirm(step);
        }
    }

    private static boolean hasFailed(LineState before, LineState after) {
        Optional<Hop> primary = primary(after);
        return !primary.equals(primary(before))
                || primary.isPresent() && failures(after, primary) > failures(before, primary);
    }

    private static int failures(LineState state, Optional<Hop> at) {
        return at.map(Hop::target).map(state.health()::get).map(h -> h.failures()).orElse(0);
    }

    /** A REGISTER there has ended, and the line is where it was. */
    private static boolean isRefused(LineState before, LineState after) {
        return before.current().equals(after.current()) && isProbing(before) && !isProbing(after);
    }

    private static boolean isProbing(LineState state) {
        return state.rounds().values().stream()
                .anyMatch(round -> round.purpose() == Round.Purpose.PROBE);
    }

    private void unconfirm(Step step) {
        step.stop(RETURN);
        Memory.forget(step, GOOD);
        if (isStrict(step.config()) && isWanted(step)) {
            Memory.forget(step, DUE);
            returning.giveUp(step, Round.Purpose.PROBE);
        }
    }
}
