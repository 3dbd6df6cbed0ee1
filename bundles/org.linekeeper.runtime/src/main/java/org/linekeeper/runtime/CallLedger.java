// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.line.Call;

/**
 * All calls of the device, living and lately ended: what the user may ask for. Bounded in time and
 * number; a living call is never dropped. Safe for use by several threads.
 */
final class CallLedger {
    private static final long KEPT_MS = 600_000;
    private static final int MOST = 1000;

    /** A call of a line; {@code overMs} is 0 while it lives. */
    record Entry(int line, Call call, long overMs) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final DeviceClock clock;

    CallLedger(DeviceClock clock) {
        this.clock = clock;
    }

    /** What a line says of a call; one that the user has hung up does not come to life again. */
    synchronized void record(int line, Call call) {
        Entry before = entries.get(call.id());
        if (before != null && before.overMs() > 0 && !call.state().isOver()) {
            return;
        }
        long over = 0;
        if (call.state().isOver()) {
            boolean already = before != null && before.overMs() > 0;
            over = already ? before.overMs() : Math.max(1, clock.nowMs());
        }
        entries.put(call.id(), new Entry(line, call, over));
        forgetOld();
    }

    synchronized void record(int line, Collection<Call> calls) {
        calls.forEach(call -> record(line, call));
    }

    /** For the user a call is over as soon as he says so, before the line has heard of it. */
    synchronized void hungUp(String id) {
        Entry entry = entries.get(id);
        if (entry != null && !entry.call().state().isOver()) {
            Call call = entry.call();
            // A call that only rings here is refused, and nothing more is to come of it.
            boolean rings =
                    call.direction() == Call.Direction.IN && call.state() == Call.State.RINGING;
            Call over = call.over(Call.State.ENDED, call.code(), "hung up");
            record(entry.line(), rings ? over : over.withBye(Call.Bye.PENDING));
        }
    }

    /** A call that has never begun. */
    synchronized void forget(String id) {
        entries.remove(id);
    }

    synchronized Optional<Entry> find(String id) {
        forgetOld();
        return Optional.ofNullable(entries.get(id));
    }

    synchronized List<Entry> all() {
        forgetOld();
        return new ArrayList<>(entries.values());
    }

    private void forgetOld() {
        // Ten minutes of the world's, whatever the clock's scale: people read this.
        long before = clock.nowMs() - (long) (KEPT_MS * clock.scale());
        int surplus = entries.size() - MOST;
        var all = entries.values().iterator();
        while (all.hasNext()) {
            Entry entry = all.next();
            boolean over = entry.overMs() > 0;
            if (over && (entry.overMs() < before || surplus > 0)) {
                all.remove();
                surplus--;
            }
        }
    }
}
