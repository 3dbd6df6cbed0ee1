// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.api.sip.LineSignalling;
import org.linekeeper.api.sip.TraceEntry;

/** One line of the fake signalling. */
final class FakeLine implements LineSignalling {
    /** A request as it was to be sent. */
    record Sent(long attempt, Request what, Hop hop, Budget budget) {}

    private final Consumer<LineEvent> events;
    private final Consumer<TraceEntry> messages;
    private final Function<Sent, Outcome> answers;
    private final List<Sent> sent = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Map<String, String> callIds = new HashMap<>();
    private LineConfig config;
    private Collection<Hop> known = List.of();
    private Optional<Hop> keptAlive = Optional.empty();
    private boolean closed;

    FakeLine(
            LineConfig config,
            Consumer<LineEvent> events,
            Consumer<TraceEntry> messages,
            Function<Sent, Outcome> answers) {
        this.config = config;
        this.events = events;
        this.messages = messages;
        this.answers = answers;
    }

    /** Something comes in from the network. */
    void post(LineEvent event) {
        events.accept(event);
    }

    /** A message goes over the wire. */
    void pass(TraceEntry message) {
        messages.accept(message);
    }

    void end(long attempt, Outcome outcome) {
        post(new LineEvent.AttemptEnded(attempt, outcome));
    }

    /** Ends the attempt that was sent last. */
    void endLast(Outcome outcome) {
        end(last().attempt(), outcome);
    }

    List<Sent> sent() {
        return sent;
    }

    Sent last() {
        return sent.get(sent.size() - 1);
    }

    /** What it was told besides sending, in order. */
    List<String> done() {
        return done;
    }

    LineConfig config() {
        return config;
    }

    Collection<Hop> known() {
        return known;
    }

    Optional<Hop> keptAlive() {
        return keptAlive;
    }

    boolean isClosed() {
        return closed;
    }

    void callId(String registration, String callId) {
        callIds.put(registration, callId);
    }

    @Override
    public void configure(LineConfig next) {
        config = next;
        done.add("configure");
    }

    @Override
    public void send(long attempt, Request what, Hop hop, Budget budget) {
        Sent next = new Sent(attempt, what, hop, budget);
        sent.add(next);
        Outcome outcome = answers.apply(next);
        if (outcome != null) {
            end(attempt, outcome);
        }
    }

    @Override
    public void cancel(long attempt) {
        done.add("cancel " + attempt);
    }

    @Override
    public void answer(String call) {
        done.add("answer " + call);
    }

    @Override
    public void end(String call, int code) {
        done.add("end " + call + " " + code);
    }

    @Override
    public void forget(String call) {
        done.add("forget " + call);
    }

    @Override
    public void keepAlive(Optional<Hop> current) {
        keptAlive = current;
    }

    @Override
    public void know(Collection<Hop> hops) {
        known = List.copyOf(hops);
    }

    @Override
    public void networkChanged() {
        done.add("networkChanged");
    }

    @Override
    public Optional<String> callId(String registration) {
        return Optional.ofNullable(callIds.get(registration));
    }

    @Override
    public List<TraceEntry> trace() {
        return List.of();
    }

    @Override
    public Map<String, Long> counters() {
        return Map.of("retransmitted", 7L);
    }

    @Override
    public void close() {
        closed = true;
    }
}
