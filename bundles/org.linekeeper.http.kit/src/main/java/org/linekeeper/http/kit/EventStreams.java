// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Hands each event to all open streams; a bounded number of them. For any thread. */
public final class EventStreams implements AutoCloseable {
    private final Limits limits;
    private final Watchdog watchdog;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private boolean closed;

    EventStreams(Limits limits, Watchdog watchdog) {
        this.limits = limits;
        this.watchdog = watchdog;
    }

    /** Whether nobody listens. */
    public boolean isEmpty() {
        return streams.isEmpty();
    }

    /** Hands an event to everybody; never waits. */
    public void publish(Event event) {
        streams.forEach(stream -> stream.offer(event));
    }

    /** A stream that goes on after the client's Last-Event-ID; 429 when there are too many. */
    public synchronized EventStream subscribe(Request request, Past past) {
        OptionalLong after = lastEvent(request.header("Last-Event-ID").orElse(""));
        if (closed || streams.size() >= limits.eventReaders()) {
            // Frees the places of clients that went away without a word.
            streams.forEach(EventStream::nudge);
            throw new Problem(429, "All " + limits.eventReaders() + " event streams are in use.")
                    .with("Retry-After", "1");
        }
        EventStream stream =
                new EventStream(
                        past, request.principal(), after, limits, watchdog, streams::remove);
        streams.add(stream);
        return stream;
    }

    /** Ends the streams of somebody who may not hear any more. */
    public void end(String principalId) {
        streams.stream().filter(stream -> stream.isOf(principalId)).forEach(EventStream::close);
    }

    /** Ends all streams; there are none from then on. */
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
