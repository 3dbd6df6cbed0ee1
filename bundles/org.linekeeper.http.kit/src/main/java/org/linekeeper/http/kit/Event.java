// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import com.google.gson.JsonElement;

/**
 * An event as it goes over the wire (HTML, server-sent events).
 *
 * @param id grows from event to event; 0 = none, and the client does not get to see it
 * @param text all lines of it
 */
public record Event(long id, String text) {
    /** An event that only shows whether the client is still there. */
    static final Event COMMENT = new Event(0, ":\n\n");

    /** An event with data in one line. */
    public static Event of(String name, long id, JsonElement data) {
        return new Event(id, "event: " + name + "\nid: " + id + "\ndata: " + data + "\n\n");
    }
}
