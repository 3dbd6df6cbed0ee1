// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.api.sip.LineSignalling;
import org.linekeeper.api.sip.MediaSessions;
import org.linekeeper.api.sip.TraceEntry;
import org.linekeeper.sip.jain.exchange.Counters;
import org.linekeeper.sip.jain.exchange.Trace;
import org.linekeeper.sip.jain.message.Ids;
import org.linekeeper.sip.jain.net.Scheduler;
import org.linekeeper.sip.jain.registration.Bindings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line's signalling for any thread: everything is handed to the scheduler's one thread. */
public final class LineSession implements LineSignalling {
    private static final Logger LOG = LoggerFactory.getLogger(LineSession.class);

    private final Scheduler scheduler;
    private final Counters counters = new Counters();
    private final Trace trace;
    private final Bindings bindings;
    private final Endpoint endpoint;

    public LineSession(
            LineConfig config,
            Consumer<LineEvent> events,
            Scheduler scheduler,
            Wires wires,
            MediaSessions media,
            Ids ids,
            Clock clock,
            Identity identity) {
        this.scheduler = scheduler;
        this.trace = new Trace(clock);
        this.bindings = new Bindings(ids);
        this.endpoint =
                new Endpoint(
                        config, events, scheduler, wires, media, ids, identity, counters, trace,
                        bindings);
        run(endpoint::open);
    }

    @Override
    public void configure(LineConfig config) {
        run(() -> endpoint.configure(config));
    }

    @Override
    public void send(long attempt, Request what, Hop hop, Budget budget) {
        run(() -> endpoint.send(attempt, what, hop, budget));
    }

    @Override
    public void cancel(long attempt) {
        run(() -> endpoint.cancel(attempt));
    }

    @Override
    public void answer(String call) {
        run(() -> endpoint.answer(call));
    }

    @Override
    public void end(String call, int code) {
        run(() -> endpoint.end(call, code));
    }

    @Override
    public void forget(String call) {
        run(() -> endpoint.forget(call));
    }

    @Override
    public void keepAlive(Optional<Hop> current) {
        run(() -> endpoint.keepAlive(current));
    }

    @Override
    public void know(Collection<Hop> hops) {
        Set<Hop> known = Set.copyOf(hops);
        run(() -> endpoint.know(known));
    }

    @Override
    public void networkChanged() {
        run(endpoint::networkChanged);
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
        run(endpoint::close);
    }

    private void run(Runnable task) {
        scheduler.execute(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        counters.count("internal_errors");
                        LOG.error("a task of the signalling failed", e);
                    }
                });
    }
}
