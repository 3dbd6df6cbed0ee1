// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.linekeeper.lab.sip.SipMessage;

/** A request that a server sent and what was answered. For any thread; waiting is bounded. */
public final class LabRequest {

    private static final int MAX_RESPONSES = 1_000;

    private final SipMessage message;
    private final Flow flow;
    private final List<SipMessage> responses = new ArrayList<>();
    private boolean cancelled;

    LabRequest(SipMessage message, Flow flow) {
        this.message = message;
        this.flow = flow;
    }

    /** As it was sent. */
    public SipMessage message() {
        return message;
    }

    /** The first 1,000 responses so far, retransmissions included. */
    public synchronized List<SipMessage> responses() {
        return List.copyOf(responses);
    }

    /** The first final response, if it is there. */
    public synchronized Optional<SipMessage> finalResponse() {
        return responses.stream().filter(r -> r.code() >= 200).findFirst();
    }

    /** Waits for a response of that code; {@link AssertionError} when time is up. */
    public SipMessage awaitCode(int code, Duration limit) {
        return await("" + code, r -> r.code() == code, limit);
    }

    /** Waits for the final response; {@link AssertionError} when time is up. */
    public SipMessage awaitFinal(Duration limit) {
        return await("final response", r -> r.code() >= 200, limit);
    }

    private synchronized SipMessage await(
            String what, Predicate<SipMessage> wanted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<SipMessage> found = responses.stream().filter(wanted).findFirst();
        while (found.isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(
                        "no "
                                + what
                                + " to "
                                + message
                                + " within "
                                + limit.toMillis()
                                + " ms, only "
                                + responses);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + what, e);
            }
            found = responses.stream().filter(wanted).findFirst();
        }
        return found.get();
    }

    synchronized void answered(SipMessage response) {
        if (responses.size() < MAX_RESPONSES) {
            responses.add(response);
        }
        notifyAll();
    }

    synchronized boolean hasResponse() {
        return !responses.isEmpty();
    }

    synchronized void cancelled() {
        cancelled = true;
    }

    /** Whether a CANCEL still has to be sent (not before a provisional response came). */
    synchronized boolean takeCancel() {
        boolean due = cancelled && hasResponse() && finalResponse().isEmpty();
        cancelled &= !due;
        return due;
    }

    Flow flow() {
        return flow;
    }
}
