// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.registration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.line.Target;
import org.linekeeper.sip.jain.message.Ids;

/**
 * The bindings of a line by their ids, and which REGISTER was the last at each target. Bounded: ids
 * that nobody has asked for in a long time are forgotten.
 */
public final class Bindings {
    private static final int MAX_IDS = 500;
    private static final int MAX_TARGETS = 256;

    private final Map<String, Binding> bindings = forgetful(MAX_IDS);
    private final Map<Target, RegisterAttempt> newest = forgetful(MAX_TARGETS);
    private final Ids ids;

    public Bindings(Ids ids) {
        this.ids = ids;
    }

    private static <K, V> Map<K, V> forgetful(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** The Call-ID of a binding; for any thread. */
    public synchronized Optional<String> callId(String registration) {
        return Optional.ofNullable(bindings.get(registration)).map(Binding::callId);
    }

    synchronized Binding of(String registration) {
        return bindings.computeIfAbsent(
                registration, id -> new Binding(ids.callId(), ids.tag(), ids.cseq()));
    }

    /** An attempt, of whichever id, is the last one at a target now. */
    synchronized void began(Target target, RegisterAttempt attempt) {
        newest.put(target, attempt);
    }

    /** Whether a later attempt, of whichever id, decides what stands at a target. */
    synchronized boolean isOvertaken(Target target, RegisterAttempt attempt) {
        RegisterAttempt last = newest.get(target);
        return last != null && last != attempt && (!last.isOver() || last.hasSucceeded());
    }
}
