// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.Optional;
import org.linekeeper.lab.sip.SipMessage;

/**
 * The answer of a server that refuses.
 *
 * @param code 100 to 699
 * @param retryAfterSeconds the Retry-After to add, if any
 */
record Refusal(int code, Optional<Integer> retryAfterSeconds) {

    Refusal {
        if (code < 100 || code > 699) {
            throw new IllegalArgumentException("code " + code + " is not between 100 and 699");
        }
    }

    void answer(Exchange exchange) {
        SipMessage response = exchange.response(code);
        exchange.respond(
                retryAfterSeconds
                        .map(seconds -> response.with("Retry-After", "" + seconds))
                        .orElse(response));
    }
}
