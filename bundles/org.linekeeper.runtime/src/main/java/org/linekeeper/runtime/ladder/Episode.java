// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LineView;

/** A ladder in the making, or one that is done. For one thread at a time. */
final class Episode {
    private static final int MOST_PLACES = 20;

    private final String id;
    private final int line;
    private final Instant since;
    private final Status from;
    private final Why why;
    private final Log log = Log.ofLadder();
    private Status to;
    private Optional<Instant> until = Optional.empty();
    private List<LineView.Place> places = List.of();

    /** Until when it takes what follows; empty = as long as the line is out of service. */
    private OptionalLong openUntilMs = OptionalLong.empty();

    /** Begins with the transition from {@code before} to {@code after}. */
    Episode(String id, int line, Instant since, LineState before, LineState after) {
        this.id = id;
        this.line = line;
        this.since = since;
        this.from = before.status();
        this.to = after.status();
        this.why = after.why();
    }

    String id() {
        return id;
    }

    /** Another transition of this ladder. */
    void moved(LineState after) {
        to = after.status();
        places =
                after.hops().stream()
                        .limit(MOST_PLACES)
                        .map(hop -> place(after, hop))
                        .distinct()
                        .toList();
    }

    private static LineView.Place place(LineState state, Hop hop) {
        return new LineView.Place(Words.server(state.config(), hop), hop.target());
    }

    /** The line is in service again; what follows at once is still taken. */
    void settled(Instant at, long openMs) {
        until = Optional.of(at);
        openUntilMs = OptionalLong.of(openMs);
    }

    /** Another ladder begins: this one takes no more. */
    void close() {
        openUntilMs = OptionalLong.of(Long.MIN_VALUE);
    }

    /** Whether the line is out of service still. */
    boolean isUnsettled() {
        return until.isEmpty();
    }

    boolean takes(long nowMs) {
        return openUntilMs.isEmpty() || nowMs <= openUntilMs.getAsLong();
    }

    void add(Rung rung) {
        log.add(rung);
    }

    int bytes() {
        return log.bytes();
    }

    Ladder ladder() {
        return new Ladder(id, line, since, until, from, to, why, places, log.told());
    }
}
