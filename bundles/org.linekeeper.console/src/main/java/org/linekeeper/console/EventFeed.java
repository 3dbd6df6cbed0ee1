// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.OptionalLong;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.event.Transitions;
import org.linekeeper.http.kit.Event;
import org.linekeeper.http.kit.EventStream;
import org.linekeeper.http.kit.EventStreams;
import org.linekeeper.http.kit.Request;

/** Hands each transition to all open streams, and what a client missed to that one. */
final class EventFeed implements LineListener {
    private final Transitions transitions;
    private final EventStreams streams;

    EventFeed(Transitions transitions, EventStreams streams) {
        this.transitions = transitions;
        this.streams = streams;
    }

    @Override
    public void changed(LineStateChanged change) {
        if (!streams.isEmpty()) {
            streams.publish(event(change));
        }
    }

    EventStream subscribe(Request request) {
        return streams.subscribe(request, this::missed);
    }

    private List<Event> missed(OptionalLong after) {
        if (after.isEmpty()) {
            return List.of();
        }
        long sent = after.getAsLong();
        long last = transitions.lastSeq();
        List<LineStateChanged> missed = transitions.since(sent);
        // With none kept yet, those that are numbered already come by the queue.
        boolean gap = !missed.isEmpty() && missed.get(0).seq() != sent + 1;
        if (sent > last || gap) {
            return List.of(reset(missed.isEmpty() ? last : missed.get(missed.size() - 1).seq()));
        }
        return missed.stream().map(EventFeed::event).toList();
    }

    private static Event event(LineStateChanged change) {
        return Event.of("state", change.seq(), Views.transition(change));
    }

    /** Events are missing: the client has to read the lines anew; what follows comes after seq. */
    private static Event reset(long seq) {
        JsonObject data = new JsonObject();
        data.addProperty("seq", seq);
        return Event.of("reset", seq, data);
    }
}
