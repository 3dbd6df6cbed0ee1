// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps texts for as long as the test lasts. */
public final class MemoryKeep implements Keep {
    /** Whether the store is gone. */
    public volatile boolean gone;

    private final Map<String, Map<String, Text>> kinds = new LinkedHashMap<>();

    @Override
    public synchronized void put(String kind, Text text) throws IOException {
        kind(kind).put(text.key(), text);
    }

    @Override
    public synchronized List<Text> list(String kind, Optional<Instant> before, int most)
            throws IOException {
        return kind(kind).values().stream()
                .filter(text -> before.map(end -> text.at().isBefore(end)).orElse(true))
                .sorted(Comparator.comparing(Text::at).reversed())
                .limit(most)
                .toList();
    }

    @Override
    public synchronized void remove(String kind, String key) throws IOException {
        kind(kind).remove(key);
    }

    @Override
    public synchronized void trim(String kind, int most) throws IOException {
        List<Text> left = list(kind, Optional.empty(), most);
        kind(kind).values().retainAll(new HashSet<>(left));
    }

    /** How many of a kind there are. */
    public synchronized int size(String kind) {
        return kinds.getOrDefault(kind, Map.of()).size();
    }

    /** All that is kept, as it stands there. */
    public synchronized String everything() {
        return kinds.toString();
    }

    private Map<String, Text> kind(String kind) throws IOException {
        if (gone) {
            throw new IOException("The database is gone.");
        }
        return kinds.computeIfAbsent(kind, none -> new LinkedHashMap<>());
    }
}
