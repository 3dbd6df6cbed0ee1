// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.sip.jain.call.Calls;
import org.linekeeper.sip.jain.call.Incoming;
import org.linekeeper.sip.jain.exchange.Attempt;
import org.linekeeper.sip.jain.exchange.Counters;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.exchange.OptionsAttempt;
import org.linekeeper.sip.jain.exchange.Places;
import org.linekeeper.sip.jain.exchange.Trace;
import org.linekeeper.sip.jain.message.MessageReader;
import org.linekeeper.sip.jain.message.Reading;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.SipMessage;
import org.linekeeper.sip.jain.message.SipRequest;
import org.linekeeper.sip.jain.message.SipResponse;
import org.linekeeper.sip.jain.message.Via;
import org.linekeeper.sip.jain.net.Flow;
import org.linekeeper.sip.jain.net.Wire;
import org.linekeeper.sip.jain.registration.Bindings;
import org.linekeeper.sip.jain.registration.RegisterAttempt;
import org.linekeeper.sip.jain.subscription.Subscriptions;
import org.linekeeper.sip.jain.transaction.Outlet;
import org.linekeeper.sip.jain.transaction.ServerTransactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The user agent of one line. Everything happens on the scheduler's thread. */
final class Endpoint implements Wire.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private final Device device;
    private final Consumer<LineEvent> events;
    private final Counters counters;
    private final Trace trace;
    private final Bindings bindings;
    private final Line line;
    private final Calls calls;
    private final Subscriptions subscriptions;
    private final ServerTransactions servers;
    private final KeepAlives keepAlives;
    private final Map<Long, Attempt> attempts = new HashMap<>();
    private Wire wire;
    private boolean closed;

    Endpoint(
            LineConfig config,
            Consumer<LineEvent> events,
            Device device,
            Counters counters,
            Trace trace,
            Bindings bindings) {
        this.device = device;
        this.events = events;
        this.counters = counters;
        this.trace = trace;
        this.bindings = bindings;
        this.line =
                new Line(
                        config,
                        device.scheduler(),
                        device.ids(),
                        device.userAgent(),
                        device.instance(),
                        new Places(this::localFor),
                        new WayOut(),
                        counters,
                        this::emit);
        this.calls = new Calls(line, device.media());
        this.subscriptions = new Subscriptions(line);
        this.servers =
                new ServerTransactions(
                        device.scheduler(),
                        this::respond,
                        () -> line.config().timers(),
                        device.ids()::tag,
                        new Reception(line, new Incoming(line, calls), subscriptions));
        this.keepAlives =
                new KeepAlives(
                        device.scheduler(), (target, bytes) -> wire.keepAlive(target, bytes));
        this.wire = device.wires().open(config, this);
    }

    Calls calls() {
        return calls;
    }

    /** Nothing more is wanted of a call or a subscription. */
    void forget(String id) {
        calls.forget(id);
        subscriptions.forget(id);
    }

    void configure(LineConfig next) {
        boolean moved = !device.wires().isSame(line.config(), next);
        line.configure(next);
        if (moved && !closed) {
            wire.close();
            wire = device.wires().open(next, this);
            disconnected("the local port changed");
        }
        keepAlives.configure(next.keepalive());
    }

    void send(long id, Request what, Hop hop, Budget budget) {
        if (closed || attempts.containsKey(id)) {
            return;
        }
        Attempt attempt = attempt(id, what, hop, budget);
        attempts.put(id, attempt);
        attempt.begin(over -> attempts.remove(over.id()));
    }

    void cancel(long id) {
        Optional.ofNullable(attempts.get(id)).ifPresent(Attempt::cancel);
    }

    void keepAlive(Optional<Hop> current) {
        keepAlives.to(current.map(Hop::target), line.config().keepalive());
    }

    void networkChanged() {
        wire.reopen();
        disconnected("the network changed");
    }

    /** All sockets were closed by us: nobody else says so to what waits for an answer on them. */
    private void disconnected(String why) {
        line.places().forget();
        line.clients().disconnected(new Outcome.Unreachable(Outcome.Kind.TCP_RESET, why));
    }

    void close() {
        closed = true;
        keepAlives.stop();
        attempts.clear();
        calls.close();
        subscriptions.close();
        line.clients().close();
        servers.close();
        wire.close();
    }

    @Override
    public void received(Flow flow, byte[] message) {
        trace.received(flow.remote(), flow.transport(), message);
        try {
            read(flow, message);
        } catch (RuntimeException e) {
            // A bug that somebody's message has found; the line lives on.
            counters.count("internal_errors");
            LOG.error("line {}: a message could not be served", line.config().line(), e);
        }
    }

    /**
     * Where the answer to a request goes: over UDP to the port that its Via names, unless it asks
     * for the one that it came from (RFC 3261 section 18.2.2, RFC 3581 section 4).
     */
    private static Flow wayBack(Flow flow, SipRequest request) {
        Via via = request.topVia();
        return via.asksRport() ? flow : flow.towards(via.sentByPort());
    }

    private void read(Flow flow, byte[] message) {
        Reading reading = MessageReader.read(message, flow.transport() != Transport.UDP);
        if (reading instanceof Reading.Understood understood) {
            dispatch(flow, understood.message());
        } else if (reading instanceof Reading.Refused refused) {
            line.count("refused_" + refused.code());
            ResponseForm response = ResponseForm.of(refused.code(), refused.reason());
            servers.refuse(refused.request(), wayBack(flow, refused.request()), response);
        } else if (reading instanceof Reading.Dropped dropped) {
            line.count(dropped.counter());
        }
    }

    @Override
    public void broken(Target target, Outcome.Unreachable how) {
        if (!line.clients().broken(target, how)) {
            emit(new LineEvent.FlowLost(target, how));
        }
    }

    /** What failed for want of a port need not wait for its retry. */
    @Override
    public void opened() {
        emit(new LineEvent.NetworkChanged());
    }

    @Override
    public void dropped(String what) {
        String name = what.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        line.count("dropped_" + name);
    }

    private Attempt attempt(long id, Request what, Hop hop, Budget budget) {
        if (what instanceof Request.Register register) {
            return new RegisterAttempt(line, id, hop, budget, register, bindings);
        }
        if (what instanceof Request.Invite invite) {
            return calls.invite(id, invite, hop, budget);
        }
        if (what instanceof Request.Bye bye) {
            return calls.bye(id, bye, hop, budget);
        }
        if (what instanceof Request.Subscribe subscribe) {
            return subscriptions.subscribe(id, subscribe, hop, budget);
        }
        return new OptionsAttempt(line, id, hop, budget);
    }

    private void dispatch(Flow flow, SipMessage message) {
        if (message instanceof SipRequest request) {
            servers.received(request, wayBack(flow, request));
        } else if (message instanceof SipResponse response && !line.clients().received(response)) {
            line.count("dropped_no_transaction");
        }
    }

    private Optional<InetSocketAddress> localFor(Target target) {
        return wire.localFor(target);
    }

    private void respond(Flow flow, byte[] message) {
        trace.sent(flow.remote(), flow.transport(), message);
        flow.send(message);
    }

    private void emit(LineEvent event) {
        if (closed) {
            return;
        }
        try {
            events.accept(event);
        } catch (RuntimeException e) {
            LOG.error("line {}: nobody took {}", line.config().line(), event, e);
        }
    }

    private final class WayOut implements Outlet {
        @Override
        public void send(Target target, byte[] message, long connectMs) {
            trace.sent(target, message);
            counters.count("sent");
            wire.send(target, message, connectMs);
        }

        @Override
        public void unanswered(Target target, long sinceMs) {
            wire.unanswered(target, sinceMs);
        }
    }
}
