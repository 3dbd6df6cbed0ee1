// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.api.sip.LineSignalling;
import org.linekeeper.api.sip.TraceEntry;
import org.linekeeper.api.sip.TraceEntry.Way;
import org.linekeeper.lab.sip.SipMessage;

/** The signalling of one simulated phone's line. What it sends it sends on the loop's thread. */
final class SimulatedLine implements LineSignalling {
    private static final int MOST_TRACED = 60;
    private static final int NOT_IMPLEMENTED = 501;

    private final FleetSignalling signalling;
    private final Consumer<LineEvent> events;
    private final Consumer<TraceEntry> messages;
    private final Deque<TraceEntry> trace = new ArrayDeque<>();
    private final Map<String, Long> counters = new ConcurrentHashMap<>();
    private final Map<String, Binding> bindings = new ConcurrentHashMap<>();

    /** Of the loop. */
    private final Map<Long, Attempt> attempts = new HashMap<>();

    private volatile LineConfig config;
    private volatile boolean closed;

    SimulatedLine(
            FleetSignalling signalling,
            LineConfig config,
            Consumer<LineEvent> events,
            Consumer<TraceEntry> messages) {
        this.signalling = signalling;
        this.config = config;
        this.events = events;
        this.messages = messages;
    }

    LineConfig config() {
        return config;
    }

    FleetSignalling signalling() {
        return signalling;
    }

    Binding binding(String registration) {
        return bindings.computeIfAbsent(
                registration,
                id -> new Binding(config.user() + "-" + signalling.word(), signalling.word()));
    }

    @Override
    public void configure(LineConfig next) {
        config = next;
    }

    @Override
    public void send(long id, Request what, Hop hop, Budget budget) {
        signalling.loop().run(() -> begin(id, what, hop, budget));
    }

    private void begin(long id, Request what, Hop hop, Budget budget) {
        if (closed || attempts.containsKey(id)) {
            return;
        }
        boolean known = what instanceof Request.Register || what instanceof Request.Options;
        if (!known) {
            emit(new LineEvent.AttemptEnded(id, Outcome.Response.of(NOT_IMPLEMENTED)));
            return;
        }
        Attempt attempt = new Attempt(this, id, what, hop);
        attempts.put(id, attempt);
        attempt.begin(budget);
    }

    /** An attempt has its outcome. */
    void ended(long id, Outcome outcome) {
        attempts.remove(id);
        emit(new LineEvent.AttemptEnded(id, outcome));
    }

    @Override
    public void cancel(long id) {
        signalling
                .loop()
                .run(() -> Optional.ofNullable(attempts.get(id)).ifPresent(Attempt::cancel));
    }

    /** Sends a message, before which it is noted. */
    void transmit(UdpFlow flow, SipMessage message, boolean again) {
        count("sent");
        if (again) {
            count("retransmitted");
        }
        note(Way.OUT, flow, message);
        flow.send(message.encode());
    }

    /** A message for this line came. */
    void heard(UdpFlow flow, SipMessage message) {
        count("received");
        note(Way.IN, flow, message);
    }

    /** A request of a server: it learns whether the phone is there, and no more. */
    void serve(UdpFlow flow, SipMessage request) {
        heard(flow, request);
        if (closed || request.method().equals("ACK")) {
            return;
        }
        int code = request.method().equals("OPTIONS") ? 200 : NOT_IMPLEMENTED;
        SipMessage response = SipMessage.response(request, code).withToTag(signalling.word());
        transmit(flow, response.plus("Allow", "OPTIONS"), false);
    }

    private void note(Way way, UdpFlow flow, SipMessage message) {
        String text = new String(message.encode(), StandardCharsets.UTF_8);
        TraceEntry entry =
                new TraceEntry(
                        Instant.now(), way, UdpFlow.text(flow.remote()), Transport.UDP, text);
        synchronized (trace) {
            if (trace.size() == MOST_TRACED) {
                trace.removeFirst();
            }
            trace.add(entry);
        }
        if (!closed) {
            messages.accept(entry);
        }
    }

    void count(String what) {
        counters.merge(what, 1L, Long::sum);
    }

    void emit(LineEvent event) {
        if (!closed) {
            events.accept(event);
        }
    }

    /** The socket to a hop's target. */
    UdpFlow flow(Hop hop) throws IOException {
        return signalling.flow(hop.target());
    }

    @Override
    public void answer(String call) {
        // Nothing rings here.
    }

    @Override
    public void end(String call, int code) {
        // Nothing rings here.
    }

    @Override
    public void forget(String id) {
        // There are no dialogs.
    }

    @Override
    public void keepAlive(Optional<Hop> current) {
        // Between these phones and their servers there is no NAT.
    }

    @Override
    public void know(Collection<Hop> hops) {
        // Each socket hears of its own server alone.
    }

    @Override
    public void networkChanged() {
        // The sockets of all phones stay.
    }

    @Override
    public Optional<String> callId(String registration) {
        return Optional.ofNullable(bindings.get(registration)).map(Binding::callId);
    }

    @Override
    public List<TraceEntry> trace() {
        synchronized (trace) {
            return List.copyOf(trace);
        }
    }

    @Override
    public Map<String, Long> counters() {
        return new TreeMap<>(counters);
    }

    @Override
    public void close() {
        closed = true;
        signalling.close(this);
    }
}
