// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.linekeeper.schema.Gap;
import org.linekeeper.schema.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what an operator has to know of single messages, however many come. For any thread. */
final class Warnings {
    /** So many phones are named whose history another one has. */
    static final int MOST_ELSEWHERE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Warnings.class);
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private final Map<Drop, Seldom> pace = new EnumMap<>(Drop.class);
    private final Set<Topic.OfDevice> elsewhere = new HashSet<>();

    /** By a clock that does not go back. */
    Warnings(LongSupplier clockMs) {
        for (Drop drop : Drop.values()) {
            pace.put(drop, new Seldom(clockMs));
        }
    }

    /** A message was left out; of each kind of reason one is named in a minute. */
    void leftOut(Drop why, String topic, String reason) {
        if (pace.get(why).isTime()) {
            LOG.warn(
                    "Left out ({}, said once a minute at most): {}: {}",
                    why.word(),
                    shown(topic),
                    reason);
        }
    }

    /** A device tells that another history has confirmed these; said once for each device. */
    synchronized void elsewhere(Topic.OfDevice device, Gap gap) {
        if (elsewhere.size() >= MOST_ELSEWHERE || !elsewhere.add(device)) {
            return;
        }
        LOG.warn(
                "{} tells that another history has its {} to {}, which this one lacks: a second"
                        + " collector with a database of its own, or an old copy of this database.",
                device.text(),
                gap.from(),
                gap.to());
        if (elsewhere.size() == MOST_ELSEWHERE) {
            LOG.warn("So it is with many devices; no more of them are named.");
        }
    }

    /** Whoever writes a topic must not write lines of the log. */
    private static String shown(String topic) {
        String cut = topic.length() > Topic.MAX_CHARS ? topic.substring(0, Topic.MAX_CHARS) : topic;
        String plain = UNPRINTABLE.matcher(cut).replaceAll("?");
        return cut.length() < topic.length() ? plain + "…" : plain;
    }
}
