// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.Request;

/** Names and amounts as notes spell them; never a user part. */
final class Words {
    private static final int MOST_TARGETS = 6;

    private Words() {}

    /** The configured address of a hop's server, or of its proxy; a call's own destination's. */
    static String server(LineConfig config, Hop hop) {
        return hop.away() ? hop.target().host() : config.settingsOf(hop).address();
    }

    static String server(LineConfig config, ServerRef ref) {
        return ref.layer() == ServerRef.Layer.PROXY
                ? config.outboundProxies().get(ref.index()).address()
                : config.servers().get(ref.index()).address();
    }

    /** Name and target, such as {@code pbx-a (192.0.2.1:5060/udp)}. */
    static String place(LineConfig config, Hop hop) {
        return named(server(config, hop), hop.target());
    }

    /** The same for a target of which no hop is told. */
    static String place(LineState state, Target target) {
        return state.hops().stream()
                .filter(hop -> hop.target().equals(target))
                .findFirst()
                .map(hop -> place(state.config(), hop))
                .orElse(target.toString());
    }

    private static String named(String server, Target target) {
        return server.equals(target.address()) ? target.toString() : server + " (" + target + ")";
    }

    /** Whether a server is configured by its IP address: nothing is ever looked up then. */
    static boolean isLiteral(String server) {
        return server.indexOf(':') >= 0 || server.matches("[0-9.]+");
    }

    static String targets(List<Target> targets) {
        String first =
                targets.stream()
                        .limit(MOST_TARGETS)
                        .map(Target::toString)
                        .collect(Collectors.joining(", "));
        int more = targets.size() - MOST_TARGETS;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    /** What a round sends, and what for if that is not plain. */
    static String request(Round.Purpose purpose) {
        return switch (purpose) {
            case REGISTER -> "REGISTER";
            case PROBE, FAILBACK -> "REGISTER as a probe";
            case STANDBY -> "REGISTER as a standby";
            case REMOVE -> "REGISTER to remove a binding";
            case INVITE, BYE, OPTIONS, SUBSCRIBE -> purpose.name();
        };
    }

    static String request(Request what) {
        if (what instanceof Request.Register) {
            return "REGISTER";
        }
        if (what instanceof Request.Invite) {
            return "INVITE";
        }
        if (what instanceof Request.Bye) {
            return "BYE";
        }
        return what instanceof Request.Subscribe ? "SUBSCRIBE" : "OPTIONS";
    }

    /** How an attempt went wrong. */
    static String failure(Outcome outcome) {
        if (outcome instanceof Outcome.NoAnswer none) {
            return "no answer after "
                    + span(none.afterMs())
                    + ", "
                    + (none.sends() == 1 ? "1 send" : none.sends() + " sends");
        }
        if (outcome instanceof Outcome.Unreachable unreachable) {
            String kind = word(unreachable.kind());
            return unreachable.detail().isBlank() ? kind : kind + ": " + unreachable.detail();
        }
        if (outcome instanceof Outcome.Response response) {
            String again =
                    response.retryAfterSeconds().isPresent()
                            ? ", Retry-After " + response.retryAfterSeconds().getAsInt() + " s"
                            : "";
            return "response " + response.code() + again;
        }
        return "cancelled";
    }

    static boolean isFailure(Outcome outcome) {
        return outcome instanceof Outcome.NoAnswer
                || outcome instanceof Outcome.Unreachable
                || outcome instanceof Outcome.Response response && response.code() >= 300;
    }

    /** Until when an attempt may stay without an answer. */
    static String budget(Budget budget) {
        String time = budget.durationMs().isPresent() ? span(budget.durationMs().getAsLong()) : "";
        if (budget.sends().isEmpty()) {
            return time.isEmpty() ? "64 x T1" : time;
        }
        int sends = budget.sends().getAsInt();
        String count = sends == 1 ? "1 send" : sends + " sends";
        return time.isEmpty() ? count : count + " or " + time;
    }

    /** Such as {@code 250 ms}, {@code 4.0 s}, {@code 3600 s}. */
    static String span(long ms) {
        if (ms < 1_000) {
            return ms + " ms";
        }
        long tenths = (ms + 50) / 100;
        return tenths < 1_000 ? tenths / 10 + "." + tenths % 10 + " s" : (ms + 500) / 1_000 + " s";
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
