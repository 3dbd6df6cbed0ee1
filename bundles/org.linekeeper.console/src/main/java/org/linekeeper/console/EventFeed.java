// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.event.Transitions;

/** Hands each transition to all open streams; a bounded number of them. */
final class EventFeed implements LineListener, AutoCloseable {
    private final Transitions transitions;
    private final Limits limits;
    private final Watchdog watchdog;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private boolean closed;

    EventFeed(Transitions transitions, Limits limits, Watchdog watchdog) {
        this.transitions = transitions;
        this.limits = limits;
        this.watchdog = watchdog;
    }

    @Override
    public void changed(LineStateChanged change) {
        if (!streams.isEmpty()) {
            Event event = Event.of(change);
            streams.forEach(stream -> stream.offer(event));
        }
    }

    /** A stream that goes on after the client's Last-Event-ID; 429 when there are too many. */
    synchronized EventStream subscribe(Request request) {
        OptionalLong after = lastEvent(request.header("Last-Event-ID").orElse(""));
        if (closed || streams.size() >= limits.eventReaders()) {
            // Frees the places of clients that went away without a word.
            streams.forEach(EventStream::nudge);
            throw new Problem(429, "All " + limits.eventReaders() + " event streams are in use.")
                    .with("Retry-After", "1");
        }
        EventStream stream = new EventStream(transitions, after, limits, watchdog, streams::remove);
        streams.add(stream);
        return stream;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        streams.forEach(EventStream::close);
    }

    private static OptionalLong lastEvent(String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        // An id that is none of ours is as good as one that is too old.
        return OptionalLong.of(text.matches("[0-9]{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE);
    }
}
