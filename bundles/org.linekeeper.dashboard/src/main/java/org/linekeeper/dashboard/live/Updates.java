// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.linekeeper.http.kit.Event;
import org.linekeeper.http.kit.Past;

/**
 * Numbers what browsers are told, and keeps the last of it for those who come back. Each update is
 * written once, whoever many read it. For any thread.
 */
public final class Updates implements Past {
    private static final int MOST = 1_000;
    private static final int MOST_CHARS = 8 << 20;

    private final Deque<Event> kept = new ArrayDeque<>();
    private final Consumer<Event> everybody;
    private long last;
    private int chars;

    /**
     * Begins above any number that was given before.
     *
     * @param startMs the wall clock
     */
    public Updates(long startMs, Consumer<Event> everybody) {
        this.last = startMs;
        this.everybody = everybody;
    }

    synchronized void tell(JsonObject update) {
        add(Event.of("update", ++last, update));
    }

    /** Updates were lost: everybody has to load anew. */
    synchronized void reset() {
        kept.clear();
        chars = 0;
        everybody.accept(Event.of("reset", ++last, new JsonObject()));
    }

    private void add(Event event) {
        kept.add(event);
        chars += event.text().length();
        while (kept.size() > MOST || chars > MOST_CHARS) {
            chars -= kept.remove().text().length();
        }
        everybody.accept(event);
    }

    @Override
    public synchronized List<Event> after(OptionalLong known) {
        if (known.isEmpty()) {
            return List.of();
        }
        long first = last - kept.size() + 1;
        if (known.getAsLong() > last || known.getAsLong() < first - 1) {
            return List.of(Event.of("reset", last, new JsonObject()));
        }
        return kept.stream().filter(event -> event.id() > known.getAsLong()).toList();
    }
}
