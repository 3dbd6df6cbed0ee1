// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.sip.Signalling;
import org.linekeeper.api.sip.TraceEntry;

/** Signalling without a network: keeps what it is told, and says what the test wants. */
final class FakeSignalling implements Signalling {
    private final List<FakeLine> opened = new ArrayList<>();
    private Function<FakeLine.Sent, Outcome> answers = sent -> null;

    /** From now on requests are answered at once; null = by the test. */
    void answer(Function<FakeLine.Sent, Outcome> next) {
        answers = next;
    }

    @Override
    public FakeLine open(
            LineConfig config, Consumer<LineEvent> events, Consumer<TraceEntry> messages) {
        FakeLine line = new FakeLine(config, events, messages, sent -> answers.apply(sent));
        opened.add(line);
        return line;
    }

    /** The one that was opened last for a line. */
    FakeLine line(int number) {
        return opened.stream()
                .filter(line -> line.config().line() == number)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    List<FakeLine> opened() {
        return opened;
    }
}
