// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one webhook is to be told, in order: a notice is posted when the one before it was taken or
 * given up, so that no end comes before its beginning. For any thread; nothing here blocks.
 */
final class Postbox {
    /** What comes when so many wait is left out. */
    static final int MOST_WAITING = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Postbox.class);

    private final Webhook hook;
    private final Postman postman;
    private final Supplier<Instant> clock;
    private final Deque<Notice> waiting = new ArrayDeque<>();
    private Webhook.State state = Webhook.State.UNTRIED;
    private int tries;
    private boolean closed;

    Postbox(Webhook hook, Postman postman, Supplier<Instant> clock) {
        this.hook = hook;
        this.postman = postman;
        this.clock = clock;
    }

    Webhook hook() {
        return hook;
    }

    synchronized Webhook.State state() {
        return state;
    }

    /** What is neither taken nor given up, the oldest first. */
    synchronized List<Notice> waiting() {
        return List.copyOf(waiting);
    }

    synchronized void add(Notice notice) {
        if (closed) {
            return;
        }
        if (waiting.size() >= MOST_WAITING) {
            LOG.warn("Webhook {} is too slow: a notice of an alert is left out.", hook.id());
            return;
        }
        waiting.add(notice);
        if (waiting.size() == 1) {
            post();
        }
    }

    private synchronized void post() {
        if (!closed) {
            postman.post(hook, waiting.element(), this::posted);
        }
    }

    private synchronized void posted(int status, Optional<Throwable> failure) {
        if (closed) {
            return;
        }
        Optional<String> trouble =
                failure.map(Postbox::sentence)
                        .or(() -> status / 100 == 2 ? Optional.empty() : answered(status));
        state =
                new Webhook.State(
                        trouble.isPresent() ? "failing" : "ok", Optional.of(clock.get()), trouble);
        if (trouble.isPresent() && postman.later(tries, this::post)) {
            tries++;
            return;
        }
        trouble.ifPresent(
                why -> LOG.warn("Webhook {} did not take a notice, given up: {}", hook.id(), why));
        tries = 0;
        waiting.remove();
        if (!waiting.isEmpty()) {
            post();
        }
    }

    private static Optional<String> answered(int status) {
        return Optional.of("It answered " + status + ".");
    }

    /** The message may hold the address, and that a secret. */
    private static String sentence(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return "No answer (" + cause.getClass().getSimpleName() + ").";
    }

    /** Nothing is posted any more; what waits goes on waiting. */
    synchronized void close() {
        closed = true;
    }
}
