// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.linekeeper.api.lines.LadderStep;

/**
 * Messages and notes, each within bounds of their own: however much a server sends, it drives no
 * note out. For one thread at a time.
 */
final class Log {
    private static final int KIB = 1024;

    private final Window messages;
    private final Window notes;

    private Log(Window messages, Window notes) {
        this.messages = messages;
        this.notes = notes;
    }

    /** Of the last steps of a line: at most 32 KiB. */
    static Log ofLastSteps() {
        return new Log(
                new Window("messages", Window.Bound.NOTHING, new Window.Bound(64, 26 * KIB)),
                new Window("notes", Window.Bound.NOTHING, new Window.Bound(64, 6 * KIB)));
    }

    /** Of one ladder: at most 56 KiB and 196 steps, those that say what is left out among them. */
    static Log ofLadder() {
        return new Log(
                new Window(
                        "messages", new Window.Bound(70, 32 * KIB), new Window.Bound(50, 14 * KIB)),
                new Window("notes", new Window.Bound(48, 7 * KIB), new Window.Bound(26, 3 * KIB)));
    }

    void add(Rung rung) {
        boolean message = rung.step().kind() == LadderStep.Kind.MESSAGE;
        (message ? messages : notes).add(rung);
    }

    /** What is kept, in order. */
    List<Rung> kept() {
        return merged(Window::kept);
    }

    /** The same with notes where steps are left out. */
    List<LadderStep> told() {
        return merged(Window::told).stream().map(Rung::step).toList();
    }

    private List<Rung> merged(Function<Window, List<Rung>> part) {
        // Stable: what is left out stands before the step that follows it.
        return Stream.of(messages, notes)
                .flatMap(window -> part.apply(window).stream())
                .sorted(Rung.IN_ORDER)
                .toList();
    }

    int bytes() {
        return messages.bytes() + notes.bytes();
    }
}
