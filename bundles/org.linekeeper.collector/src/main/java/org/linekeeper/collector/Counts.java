// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.atomic.LongAdder;

/** What a collector has done since it began. Safe for several threads. */
public final class Counts {
    private final LongAdder messages = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Map<Drop, LongAdder> drops = new EnumMap<>(Drop.class);

    Counts() {
        for (Drop drop : Drop.values()) {
            drops.put(drop, new LongAdder());
        }
    }

    /** Messages that were offered. */
    public long messages() {
        return messages.sum();
    }

    /** Transitions and gaps that were committed. */
    public long stored() {
        return stored.sum();
    }

    /** Commits that succeeded. */
    public long commits() {
        return commits.sum();
    }

    /** Tries at the database that failed. */
    public long failures() {
        return failures.sum();
    }

    /** Messages, or transitions in them, that were dropped for this reason. */
    public long dropped(Drop why) {
        return drops.get(why).sum();
    }

    /** What was dropped, by the reason as a word; without those for which nothing was. */
    public Map<String, Long> leftOut() {
        Map<String, Long> byWord = new LinkedHashMap<>();
        drops.forEach(
                (why, count) -> {
                    if (count.sum() > 0) {
                        byWord.put(why.word(), count.sum());
                    }
                });
        return byWord;
    }

    @Override
    public String toString() {
        StringJoiner dropped = new StringJoiner(", ", ", left out: ", "").setEmptyValue("");
        leftOut().forEach((why, count) -> dropped.add(why + " " + count));
        return messages()
                + " messages, "
                + stored()
                + " transitions and gaps in "
                + commits()
                + " commits, "
                + failures()
                + " failed tries"
                + dropped;
    }

    void offered() {
        messages.increment();
    }

    void committed(long entries) {
        commits.increment();
        stored.add(entries);
    }

    void failed() {
        failures.increment();
    }

    void drop(Drop why, long howMany) {
        drops.get(why).add(howMany);
    }
}
