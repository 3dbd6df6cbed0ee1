// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/** How an attempt ended. Each attempt has exactly one outcome. */
public sealed interface Outcome {
    /**
     * A final response.
     *
     * @param code 200 to 699
     * @param reason the reason phrase, possibly empty
     * @param retryAfterSeconds of a Retry-After header
     * @param expiresSeconds what a registrar or notifier granted, for our own Contact
     * @param contacts of a 3xx: where else to ask, best first (RFC 3261 section 8.1.3.4)
     */
    record Response(
            int code,
            String reason,
            OptionalInt retryAfterSeconds,
            OptionalInt expiresSeconds,
            List<CallPlan.Destination> contacts)
            implements Outcome {
        public Response {
            if (code < 200 || code > 699) {
                throw new IllegalArgumentException(code + " is no final response");
            }
            Objects.requireNonNull(reason);
            contacts = List.copyOf(contacts);
        }

        /** A response that sends nobody elsewhere. */
        public Response(
                int code,
                String reason,
                OptionalInt retryAfterSeconds,
                OptionalInt expiresSeconds) {
            this(code, reason, retryAfterSeconds, expiresSeconds, List.of());
        }

        /** A response with a code alone. */
        public static Response of(int code) {
            return new Response(code, "", OptionalInt.empty(), OptionalInt.empty());
        }

        public boolean isSuccess() {
            return code < 300;
        }
    }

    /**
     * Nothing at all came back within the budget.
     *
     * @param sends transmissions that were made
     * @param afterMs from the first one to the verdict
     */
    record NoAnswer(int sends, long afterMs) implements Outcome {}

    /**
     * The transport said that the target cannot be reached.
     *
     * @param kind what happened
     * @param detail a few words for people, such as {@code port unreachable}
     */
    record Unreachable(Kind kind, String detail) implements Outcome {
        public Unreachable {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(detail);
        }
    }

    /** The attempt was cancelled by us, and nothing more is to come of it. */
    record Cancelled() implements Outcome {}

    /** What the transport reported. */
    enum Kind {
        /** ICMP or ICMPv6 destination unreachable, any code (RFC 3261 section 18.4). */
        ICMP,
        /** The connection was refused. */
        TCP_REFUSED,
        /** The connection was not established in time. */
        TCP_TIMEOUT,
        /** The peer reset the connection. */
        TCP_RESET,
        /** The peer closed the connection before the response. */
        TCP_CLOSED,
        /** The TLS handshake failed or the certificate is not the server's. */
        TLS,
        /** No route or no local address for the target. */
        NO_ROUTE
    }
}
