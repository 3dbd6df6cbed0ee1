// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Hunt;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.Server;

/** The answers that a line's configuration gives. */
public final class ByConfiguration implements Questions {
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(1800);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(1800);
    private static final Duration SHORT_PENALTY = Duration.ofSeconds(5);

    @Override
    public boolean isUnavailable(LineState state, Hop hop, Outcome outcome) {
        if (outcome instanceof Outcome.Response response) {
            return state.config().unavailableCodes().contains(response.code())
                    || isServerError(response.code()) && wantsCorrectAnswers(state.config(), hop);
        }
        return outcome instanceof Outcome.NoAnswer || outcome instanceof Outcome.Unreachable;
    }

    private static boolean isServerError(int code) {
        return code >= 500 && code < 600;
    }

    /** A proxy that new requests go to first is left when it does not answer correctly (Y11). */
    private static boolean wantsCorrectAnswers(LineConfig config, Hop hop) {
        return hop.proxy().isPresent() && !Order.staysAtCurrent(config, hop);
    }

    /** By the failback modes inside a server, else as configured: see {@link Order}. */
    @Override
    public List<Hop> order(LineState state, Round round) {
        return Order.of(state, round);
    }

    /** The count or the time of the server; for the last hop of a round the whole time. */
    @Override
    public Budget budget(LineState state, Round round, Hop hop) {
        if (hop.away()) {
            return ofPlan(state, round);
        }
        LineConfig config = state.config();
        Server settings = config.settingsOf(hop);
        return switch (round.purpose()) {
            case PROBE, FAILBACK ->
                    config.profile().probeWholeTime()
                            ? Budget.WHOLE
                            : of(settings.transmissions(), settings.giveUp().registerMs());
            case REMOVE, STANDBY, SUBSCRIBE ->
                    of(settings.transmissions(), settings.giveUp().registerMs());
            case OPTIONS -> of(settings.transmissions(), settings.giveUp().optionsMs());
            case REGISTER ->
                    // What serves as the detection goes by the count, always (Y14).
                    Scope.isConcurrent(config)
                            ? of(settings.transmissions(), settings.giveUp().registerMs())
                            : lastOr(
                                    state,
                                    round,
                                    hop,
                                    settings.transmissions(),
                                    settings.giveUp().registerMs());
            case INVITE ->
                    lastOr(
                            state,
                            round,
                            hop,
                            inviteSends(state, round, hop),
                            settings.giveUp().inviteMs());
            case BYE ->
                    lastOr(
                            state,
                            round,
                            hop,
                            settings.transmissions(),
                            settings.giveUp().registerMs());
        };
    }

    /** A destination of a call plan has the plan's time, and no count (B3). */
    private static Budget ofPlan(LineState state, Round round) {
        return Optional.ofNullable(state.hunts().get(round.subject()))
                .filter(Hunt::hasTimers)
                .map(hunt -> hunt.plan().invitingSeconds())
                .filter(seconds -> seconds > 0)
                .map(seconds -> Budget.durationMs(seconds * 1000L))
                .orElse(Budget.WHOLE);
    }

    /** With concurrent registration the count before the next server is any request's (Y14). */
    private static OptionalInt inviteSends(LineState state, Round round, Hop hop) {
        Server settings = state.config().settingsOf(hop);
        boolean leavesServer =
                Scope.isConcurrent(state.config())
                        && Hops.of(state, hop.ref()).stream()
                                .allMatch(h -> h.equals(hop) || round.tried().contains(h));
        return leavesServer || settings.inviteTransmissions().isEmpty()
                ? settings.transmissions()
                : settings.inviteTransmissions();
    }

    private Budget lastOr(
            LineState state, Round round, Hop hop, OptionalInt sends, OptionalLong giveUpMs) {
        // A server that is still being looked up has not been tried.
        boolean last =
                Locating.isComplete(state)
                        && state.hops().stream()
                                .allMatch(
                                        other ->
                                                other.equals(hop) || round.tried().contains(other));
        boolean whole = last && state.config().profile().lastWholeTime();
        return whole ? Budget.WHOLE : of(sends, giveUpMs);
    }

    private static Budget of(OptionalInt sends, OptionalLong giveUpMs) {
        return giveUpMs.isPresent()
                ? new Budget(OptionalInt.empty(), giveUpMs)
                : new Budget(sends, OptionalLong.empty());
    }

    /** 64 × T1 after silence, a bad certificate or a 503; a short one after ICMP and its kin. */
    @Override
    public Duration penalty(LineState state, Outcome outcome) {
        if (outcome instanceof Outcome.Response response
                && response.retryAfterSeconds().isPresent()) {
            Duration asked = Duration.ofSeconds(response.retryAfterSeconds().getAsInt());
            return asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER;
        }
        boolean short_ =
                outcome instanceof Outcome.Unreachable unreachable
                        && unreachable.kind() != Outcome.Kind.TLS
                        && unreachable.kind() != Outcome.Kind.TCP_TIMEOUT;
        return short_ ? SHORT_PENALTY : Duration.ofMillis(state.config().timers().wholeTimeMs());
    }

    /** Inside a server while the phone is idle, between servers as configured. */
    @Override
    public boolean mayReturn(LineState state, Round.Purpose way) {
        boolean onlyIdle = way == Round.Purpose.FAILBACK || state.config().redundancy().idleOnly();
        return !onlyIdle || isIdle(state);
    }

    private static boolean isIdle(LineState state) {
        return !state.busyElsewhere()
                && state.calls().values().stream().allMatch(call -> call.state().isOver());
    }

    /** The line's retry interval; without any server doubling, up to half an hour, and drawn. */
    @Override
    public Wait retry(LineState state, int rounds) {
        Duration base = Duration.ofSeconds(state.config().retrySeconds());
        if (rounds == 0) {
            return Wait.exactly(base);
        }
        Duration doubled = base.multipliedBy(1L << Math.min(rounds - 1, 20));
        Duration whole = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
        // RFC 5626 section 4.5: drawn from 50 to 100 percent.
        return Wait.between(50, 100, whole.compareTo(base) < 0 ? base : whole);
    }

    @Override
    public Wait refresh(LineState state, Duration granted) {
        var window = state.config().refresh();
        return Wait.between(window.fromPercent(), window.toPercent(), granted);
    }
}
