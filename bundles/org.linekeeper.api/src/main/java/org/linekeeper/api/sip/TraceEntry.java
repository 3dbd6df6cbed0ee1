// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.sip;

import java.time.Instant;
import org.linekeeper.api.line.Transport;

/**
 * One message on the wire.
 *
 * @param at when
 * @param way from or to the phone
 * @param peer address and port of the other side
 * @param transport how it travelled
 * @param text the message, credentials replaced by stars
 */
public record TraceEntry(Instant at, Way way, String peer, Transport transport, String text) {
    /** Which way a message went. */
    public enum Way {
        IN,
        OUT
    }
}
