// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.event.Transitions;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Why;

/** Keeps the last thousand transitions and tells a listener of new ones. */
final class FakeTransitions implements Transitions {
    private final List<LineStateChanged> kept = new ArrayList<>();
    private List<LineListener> listeners = List.of();
    private long seq;

    void tell(List<LineListener> to) {
        listeners = to;
    }

    /** Line 1 goes to its backup once more. */
    void happen() {
        LineStateChanged change;
        synchronized (this) {
            seq++;
            change =
                    new LineStateChanged(
                            1,
                            seq,
                            Instant.parse("2026-03-01T12:00:00.25Z").plusSeconds(seq),
                            seq * 1000,
                            1,
                            Status.SWITCHING,
                            Status.ON_BACKUP,
                            Why.NO_ANSWER,
                            Optional.of(Hop.direct(1, FakeLines.BACKUP)),
                            "b.example",
                            Optional.of("1-mm7p8er0"));
            kept.add(change);
            if (kept.size() > 1000) {
                kept.remove(0);
            }
        }
        for (LineListener listener : listeners) {
            listener.changed(change);
        }
    }

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public synchronized long lastSeq() {
        return seq;
    }

    @Override
    public synchronized List<LineStateChanged> since(long after) {
        return kept.stream().filter(change -> change.seq() > after).toList();
    }

    @Override
    public void confirm(String durableName, long confirmed) {}
}
