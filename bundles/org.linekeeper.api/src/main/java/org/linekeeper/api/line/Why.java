// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.regex.Pattern;

/**
 * Why a line's state is what it is, as one word for dashboards and alerts.
 *
 * @param word lower case letters, digits and underscores
 */
public record Why(String word) {
    // Before the words: each of them is checked as it is made.
    private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,40}");

    public static final Why STARTED = new Why("started");
    public static final Why CONFIGURED = new Why("configured");
    public static final Why REGISTERED = new Why("registered");
    public static final Why REFRESHED = new Why("refreshed");
    public static final Why NO_ANSWER = new Why("no_answer");
    public static final Why ICMP = new Why("icmp");
    public static final Why TCP_REFUSED = new Why("tcp_refused");
    public static final Why TCP_TIMEOUT = new Why("tcp_timeout");
    public static final Why TCP_CLOSED = new Why("tcp_closed");
    public static final Why TLS = new Why("tls");
    public static final Why DNS_FAILED = new Why("dns_failed");
    public static final Why HEARTBEAT_LOST = new Why("heartbeat_lost");
    public static final Why RETURNED = new Why("returned");
    public static final Why ALL_FAILED = new Why("all_failed");
    public static final Why USER = new Why("user");
    public static final Why NETWORK_CHANGED = new Why("network_changed");
    public static final Why POLICY = new Why("policy");
    public static final Why SHUTDOWN = new Why("shutdown");

    public Why {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException("no reason word: " + word);
        }
    }

    /** The word for an attempt that ended like this. */
    public static Why of(Outcome outcome) {
        if (outcome instanceof Outcome.Response response) {
            return new Why("response_" + response.code());
        }
        if (outcome instanceof Outcome.Unreachable unreachable) {
            return of(unreachable.kind());
        }
        return outcome instanceof Outcome.NoAnswer ? NO_ANSWER : USER;
    }

    private static Why of(Outcome.Kind kind) {
        return switch (kind) {
            // A missing route is what ICMP would have said one router later.
            case ICMP, NO_ROUTE -> ICMP;
            case TCP_REFUSED -> TCP_REFUSED;
            case TCP_TIMEOUT -> TCP_TIMEOUT;
            case TCP_RESET, TCP_CLOSED -> TCP_CLOSED;
            case TLS -> TLS;
        };
    }

    @Override
    public String toString() {
        return word;
    }
}
