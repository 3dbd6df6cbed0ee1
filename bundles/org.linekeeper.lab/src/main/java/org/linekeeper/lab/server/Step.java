// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.time.Duration;
import java.util.Optional;

/**
 * What a script does with one request. Runs on the server's thread and must not block. A step
 * stands for a whole transaction: retransmissions of its request get the last response again, or
 * nothing when there was none.
 */
@FunctionalInterface
public interface Step {

    /** Handles the request; doing nothing leaves it unanswered. */
    void handle(Exchange exchange);

    /** Treats the request as if there were no script. */
    static Step proceed() {
        return Exchange::proceed;
    }

    /** Answers with this code. */
    static Step answer(int code) {
        return exchange -> exchange.respond(code);
    }

    /** Answers with this code and a Retry-After. */
    static Step answer(int code, int retryAfterSeconds) {
        Refusal refusal = new Refusal(code, Optional.of(retryAfterSeconds));
        return refusal::answer;
    }

    /** Never answers. */
    static Step nothing() {
        return exchange -> {};
    }

    /** Answers 100 and then nothing more. */
    static Step tryingThenNothing() {
        return answer(100);
    }

    /** Answers an INVITE with 180 and then nothing more. */
    static Step ringingThenNothing() {
        return answer(180);
    }

    /** Does with the request what the server would have done at once, so much later. */
    static Step late(Duration delay) {
        return exchange -> exchange.after(delay, exchange::proceed);
    }

    /**
     * Accepts an INVITE so much later, whatever happened meanwhile: the 200 that comes after the
     * caller gave up, or that crosses its CANCEL.
     */
    static Step lateAcceptance(Duration delay) {
        return exchange -> {
            exchange.ignoreCancel();
            exchange.after(delay, exchange::accept);
        };
    }

    /** Accepts an INVITE twice under two To tags, as behind a forking proxy. */
    static Step acceptTwice() {
        return exchange -> {
            exchange.accept();
            exchange.accept();
        };
    }
}
