// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.event;

import java.time.Instant;
import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;

/**
 * A transition of a line.
 *
 * @param epoch grows when {@code seq} had to start afresh
 * @param seq counts all transitions of the device, without gaps, from 1
 * @param at wall clock
 * @param monoMs milliseconds since the device's runtime started
 * @param line the line's number
 * @param from the state before
 * @param to the state now; equal to {@code from} when only the hop changed
 * @param why the reason
 * @param hop where new requests go now
 * @param server the configured address of that hop's server or proxy; empty without a hop
 * @param ladder the id of the switch's ladder, which the line keeps for a while
 */
public record LineStateChanged(
        long epoch,
        long seq,
        Instant at,
        long monoMs,
        int line,
        Status from,
        Status to,
        Why why,
        Optional<Hop> hop,
        String server,
        Optional<String> ladder) {
    /** A transition of which no ladder is kept. */
    public LineStateChanged(
            long epoch,
            long seq,
            Instant at,
            long monoMs,
            int line,
            Status from,
            Status to,
            Why why,
            Optional<Hop> hop,
            String server) {
        this(epoch, seq, at, monoMs, line, from, to, why, hop, server, Optional.empty());
    }
}
