// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import org.linekeeper.api.line.Outcome.Unreachable;
import org.linekeeper.api.line.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener, and no longer what was before the wire was closed or opened anew. */
final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final Scheduler scheduler;
    private final Wire.Listener listener;
    private int generation;
    private boolean closed;

    Reports(Scheduler scheduler, Wire.Listener listener) {
        this.scheduler = scheduler;
        this.listener = listener;
    }

    void received(Flow flow, byte[] message) {
        tell(() -> listener.received(flow, message));
    }

    void opened() {
        tell(listener::opened);
    }

    void dropped(String what) {
        tell(() -> listener.dropped(what));
    }

    void broken(Target target, Unreachable how) {
        LOG.debug("{}: {} {}", target, how.kind(), how.detail());
        tell(() -> listener.broken(target, how));
    }

    /**
     * For what comes up inside a call of the wire: the caller hears of it after it has returned.
     */
    void brokenLater(Target target, Unreachable how) {
        int now = generation;
        scheduler.execute(
                () -> {
                    if (now == generation) {
                        broken(target, how);
                    }
                });
    }

    void forget() {
        generation++;
    }

    void close() {
        forget();
        closed = true;
    }

    private void tell(Runnable what) {
        if (closed) {
            return;
        }
        try {
            what.run();
        } catch (RuntimeException | StackOverflowError e) {
            // A message that a reader fails on costs that message, and never the socket.
            LOG.error("a listener failed", e);
        }
    }
}
