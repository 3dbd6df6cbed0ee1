// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.api.sip.MediaSessions;
import org.linekeeper.sip.jain.exchange.Attempt;
import org.linekeeper.sip.jain.exchange.Counters;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.exchange.OptionsAttempt;
import org.linekeeper.sip.jain.exchange.Places;
import org.linekeeper.sip.jain.exchange.Trace;
import org.linekeeper.sip.jain.message.Ids;
import org.linekeeper.sip.jain.message.MessageReader;
import org.linekeeper.sip.jain.message.Reading;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.SipMessage;
import org.linekeeper.sip.jain.message.SipRequest;
import org.linekeeper.sip.jain.message.SipResponse;
import org.linekeeper.sip.jain.net.Flow;
import org.linekeeper.sip.jain.net.Scheduler;
import org.linekeeper.sip.jain.net.Wire;
import org.linekeeper.sip.jain.registration.Bindings;
import org.linekeeper.sip.jain.registration.RegisterAttempt;
import org.linekeeper.sip.jain.transaction.ServerTransactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The user agent of one line. Everything happens on the scheduler's thread. */
final class Endpoint implements Wire.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private final Wires wires;
    private final Scheduler scheduler;
    private final Counters counters;
    private final Trace trace;
    private final Bindings bindings;
    private final Consumer<LineEvent> events;
    private final Line line;
    private final Map<Long, Attempt> attempts = new HashMap<>();
    private final ServerTransactions servers;
    private final Calls calls;
    private Wire wire = new NoWire();
    private KeepAlives keepAlives;
    private boolean closed;

    Endpoint(
            LineConfig config,
            Consumer<LineEvent> events,
            Scheduler scheduler,
            Wires wires,
            MediaSessions media,
            Ids ids,
            Identity identity,
            Counters counters,
            Trace trace,
            Bindings bindings) {
        this.wires = wires;
        this.scheduler = scheduler;
        this.events = events;
        this.counters = counters;
        this.trace = trace;
        this.bindings = bindings;
        this.line =
                new Line(
                        config,
                        scheduler,
                        ids,
                        identity.userAgent(),
                        identity.instance(),
                        new Places(target -> wire.localFor(target)),
                        this::transmit,
                        counters,
                        this::emit);
    }
}
