// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The faults that are switched on. For any thread. */
final class Faults {

    private Mode mode = Mode.UP;
    private Optional<Refusal> refusal = Optional.empty();
    private final Map<String, Refusal> byMethod = new HashMap<>();
    private final Map<String, Deque<Step>> scripts = new HashMap<>();
    private Duration delay = Duration.ZERO;
    private int toDrop;

    synchronized Mode mode() {
        return mode;
    }

    synchronized void mode(Mode next) {
        mode = next;
        refusal = Optional.empty();
    }

    synchronized void refuse(Refusal with) {
        mode = Mode.CODE;
        refusal = Optional.of(with);
    }

    synchronized void refuse(String method, Refusal with) {
        byMethod.put(method, with);
    }

    synchronized void clear() {
        mode(Mode.UP);
        byMethod.clear();
        scripts.clear();
        delay = Duration.ZERO;
        toDrop = 0;
    }

    synchronized void delay(Duration by) {
        delay = by;
    }

    synchronized Duration delay() {
        return delay;
    }

    synchronized void dropNext(int requests) {
        toDrop = requests;
    }

    synchronized void script(String method, List<Step> steps) {
        scripts.computeIfAbsent(method, m -> new ArrayDeque<>()).addAll(steps);
    }

    /** Whether nothing may be sent. */
    synchronized boolean isQuiet() {
        return mode == Mode.SILENT || mode == Mode.MUTE || mode == Mode.CLOSED;
    }

    /** Whether this request is one of those to drop. */
    synchronized boolean drops() {
        if (toDrop == 0) {
            return false;
        }
        toDrop--;
        return true;
    }

    synchronized Optional<Refusal> refusalOf(String method) {
        return refusal.or(() -> Optional.ofNullable(byMethod.get(method)));
    }

    /** The step that the script has for the next request of that method. */
    synchronized Optional<Step> nextStep(String method) {
        return Optional.ofNullable(scripts.get(method)).map(Deque::poll);
    }

    /** The code of a refusing server, for status lines. */
    synchronized Optional<Integer> code() {
        return refusal.map(Refusal::code);
    }
}
