// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.schema.Response;

/**
 * Answers on their way, and those of the last commands: a command that comes a second time gets the
 * same answer and is not carried out again.
 */
final class Answers {
    private static final int MOST_KNOWN = 64;
    private static final int MOST_WAITING = 32;

    private final Map<String, Optional<Response>> known = new LinkedHashMap<>();
    private final Deque<Event.Answered> waiting = new ArrayDeque<>();

    /** Whether a command is new; if it is not, its answer goes out again. */
    boolean isNew(String key, Optional<byte[]> correlation) {
        Optional<Response> before = known.get(key);
        if (before == null) {
            known.put(key, Optional.empty());
            if (known.size() > MOST_KNOWN) {
                known.remove(known.keySet().iterator().next());
            }
            return true;
        }
        before.ifPresent(response -> wait(new Event.Answered(response, correlation)));
        return false;
    }

    void add(Event.Answered answer) {
        known.replace(answer.response().key(), Optional.of(answer.response()));
        wait(answer);
    }

    private void wait(Event.Answered answer) {
        if (waiting.size() < MOST_WAITING) {
            waiting.addLast(answer);
        }
    }

    Optional<Event.Answered> next() {
        return Optional.ofNullable(waiting.pollFirst());
    }
}
