// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import com.google.gson.JsonObject;
import java.time.Instant;

/**
 * One message of a phone's trace.
 *
 * @param out whether the phone sent it
 * @param peer ADDR:PORT
 * @param transport udp, tcp or tls
 */
record TraceLine(Instant at, boolean out, String peer, String transport, String text) {
    static TraceLine of(JsonObject json) {
        return new TraceLine(
                Instant.parse(json.get("t").getAsString()),
                json.get("dir").getAsString().equals("out"),
                json.get("peer").getAsString(),
                json.get("transport").getAsString(),
                json.get("text").getAsString());
    }

    /** Whether the phone sent this request to that port. */
    boolean isSent(String method, int port) {
        return out && text.startsWith(method + " ") && peer.endsWith(":" + port);
    }

    /** Whether it is a response with that code from that port. */
    boolean isAnswer(int code, int port) {
        return !out && text.startsWith("SIP/2.0 " + code) && peer.endsWith(":" + port);
    }

    String inShort() {
        return at + (out ? " --> " : " <-- ") + peer + "  " + text.lines().findFirst().orElse("");
    }
}
