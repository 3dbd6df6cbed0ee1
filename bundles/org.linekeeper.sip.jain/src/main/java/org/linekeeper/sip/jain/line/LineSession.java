// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.api.sip.LineSignalling;
import org.linekeeper.api.sip.TraceEntry;
import org.linekeeper.sip.jain.exchange.Counters;
import org.linekeeper.sip.jain.exchange.Trace;
import org.linekeeper.sip.jain.registration.Bindings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line's signalling for any thread: everything is handed to the scheduler's one thread. */
public final class LineSession implements LineSignalling {
    private static final Logger LOG = LoggerFactory.getLogger(LineSession.class);

    private final Device device;
    private final Counters counters = new Counters();
    private final Trace trace;
    private final Bindings bindings;
    private Optional<Endpoint> endpoint = Optional.empty(); // on the scheduler's thread only

    /** Opens a line; {@code events} and {@code messages} are called on the scheduler's thread. */
    public LineSession(
            LineConfig config,
            Consumer<LineEvent> events,
            Consumer<TraceEntry> messages,
            Device device) {
        this.device = device;
        this.trace = new Trace(device.clock(), messages);
        this.bindings = new Bindings(device.ids());
        device.scheduler()
                .execute(
                        () ->
                                endpoint =
                                        Optional.of(
                                                new Endpoint(
                                                        config, events, device, counters, trace,
                                                        bindings)));
    }

    @Override
    public void configure(LineConfig config) {
        run(there -> there.configure(config));
    }

    @Override
    public void send(long attempt, Request what, Hop hop, Budget budget) {
        run(there -> there.send(attempt, what, hop, budget));
    }

    @Override
    public void cancel(long attempt) {
        run(there -> there.cancel(attempt));
    }

    @Override
    public void answer(String call) {
        run(there -> there.calls().answer(call));
    }

    @Override
    public void end(String call, int code) {
        run(there -> there.calls().end(call, code));
    }

    @Override
    public void forget(String id) {
        run(there -> there.forget(id));
    }

    @Override
    public void keepAlive(Optional<Hop> current) {
        run(there -> there.keepAlive(current));
    }

    @Override
    public void know(Collection<Hop> hops) {
        List<Hop> known = List.copyOf(hops);
        run(there -> there.calls().know(known));
    }

    @Override
    public void networkChanged() {
        run(Endpoint::networkChanged);
    }

    @Override
    public Optional<String> callId(String registration) {
        return bindings.callId(registration);
    }

    @Override
    public List<TraceEntry> trace() {
        return trace.entries();
    }

    @Override
    public Map<String, Long> counters() {
        return counters.snapshot();
    }

    @Override
    public void close() {
        run(Endpoint::close);
    }

    private void run(Consumer<Endpoint> task) {
        device.scheduler()
                .execute(
                        () -> {
                            try {
                                endpoint.ifPresent(task);
                            } catch (RuntimeException e) {
                                counters.count("internal_errors");
                                LOG.error("a task of the signalling failed", e);
                            }
                        });
    }
}
