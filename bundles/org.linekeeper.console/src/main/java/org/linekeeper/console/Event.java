// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.google.gson.JsonObject;
import org.linekeeper.api.event.LineStateChanged;

/**
 * An event as it goes over the wire.
 *
 * @param seq number of the transition; 0 = none
 * @param text all lines of it
 */
record Event(long seq, String text) {
    static Event of(LineStateChanged change) {
        return event("state", change.seq(), Views.transition(change));
    }

    /** Events are missing: the client has to read the lines anew; what follows comes after seq. */
    static Event reset(long seq) {
        JsonObject data = new JsonObject();
        data.addProperty("seq", seq);
        return event("reset", seq, data);
    }

    private static Event event(String name, long seq, JsonObject data) {
        return new Event(seq, "event: " + name + "\nid: " + seq + "\ndata: " + data + "\n\n");
    }
}
