// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.sip.LineSignalling;
import org.linekeeper.api.sip.Signalling;
import org.linekeeper.api.sip.TraceEntry;
import org.linekeeper.lab.sip.SipMessage;
import org.linekeeper.lab.sip.SipParser;
import org.linekeeper.lab.sip.SipSyntaxException;
import org.linekeeper.lab.sip.SipUri;
import org.linekeeper.lab.sip.Via;

/**
 * SIP over UDP for many phones by the lab's own codec: one thread, and one socket for each server,
 * however many phones there are. It registers and sends OPTIONS; a simulated phone does not
 * telephone, and its servers neither challenge it nor ask for a longer period.
 */
final class FleetSignalling implements Signalling, AutoCloseable {
    /** More servers than a fleet has. */
    private static final int MOST_FLOWS = 64;

    private final SipLoop loop = new SipLoop();
    private final RandomGenerator chance;
    private final Map<String, SimulatedLine> lines = new ConcurrentHashMap<>();

    /** By branch; of the loop, as the flows are. */
    private final Map<String, OnWire> exchanges = new HashMap<>();

    private final Map<InetSocketAddress, UdpFlow> flows = new HashMap<>();
    private boolean closed;

    /** An exchange, whose it is, and where it goes. */
    private record OnWire(Exchange exchange, SimulatedLine line, Target target) {}

    FleetSignalling(RandomGenerator chance) {
        this.chance = chance;
    }

    @Override
    public LineSignalling open(
            LineConfig config, Consumer<LineEvent> events, Consumer<TraceEntry> messages) {
        SimulatedLine line = new SimulatedLine(this, config, events, messages);
        lines.put(config.user(), line);
        return line;
    }

    void close(SimulatedLine line) {
        lines.values().remove(line);
        loop.run(() -> exchanges.values().removeIf(known -> known.line() == line));
    }

    SipLoop loop() {
        return loop;
    }

    /** A word that nobody else has. */
    String word() {
        return Long.toHexString(chance.nextLong() | 1L << 62);
    }

    /**
     * The socket to a target.
     *
     * @throws IOException with a few words if there is none
     */
    UdpFlow flow(Target target) throws IOException {
        if (target.transport() != Transport.UDP) {
            throw new IOException("a simulated phone speaks UDP only");
        }
        InetSocketAddress remote = remote(target);
        UdpFlow known = flows.get(remote);
        if (known != null) {
            return known;
        }
        if (closed || flows.size() == MOST_FLOWS) {
            throw new IOException("no socket left for " + target);
        }
        UdpFlow opened = UdpFlow.open(remote, new Ear());
        flows.put(remote, opened);
        return opened;
    }

    private static InetSocketAddress remote(Target target) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(target.address()), target.port());
    }

    /** An exchange begins: what comes with this branch belongs to it. */
    void begin(String branch, SimulatedLine line, Target target, Exchange exchange) {
        exchanges.put(branch, new OnWire(exchange, line, target));
        exchange.start();
    }

    void forget(String branch) {
        exchanges.remove(branch);
    }

    private void take(UdpFlow flow, byte[] datagram) {
        SipMessage message;
        try {
            message = SipParser.parse(datagram);
        } catch (SipSyntaxException e) {
            return; // dropped, as a phone would
        }
        if (message.isRequest()) {
            serve(flow, message);
            return;
        }
        Optional.ofNullable(exchanges.get(message.topVia().map(Via::branch).orElse("")))
                .ifPresent(
                        known -> {
                            known.line().heard(flow, message);
                            known.exchange().received(message);
                        });
    }

    private void serve(UdpFlow flow, SipMessage request) {
        SipUri.parse(request.uri())
                .map(SipUri::user)
                .map(lines::get)
                .ifPresent(line -> line.serve(flow, request));
    }

    /** The system tells it of the socket, not of the request: all that is open there has failed. */
    private void refuse(UdpFlow flow) {
        Outcome.Unreachable how = new Outcome.Unreachable(Outcome.Kind.ICMP, "port unreachable");
        List.copyOf(exchanges.values()).stream()
                .filter(known -> leadsTo(known.target(), flow))
                .forEach(known -> known.exchange().broken(how));
    }

    private static boolean leadsTo(Target target, UdpFlow flow) {
        return target.port() == flow.remote().getPort()
                && target.address().equals(flow.remote().getAddress().getHostAddress());
    }

    @Override
    public void close() {
        loop.run(
                () -> {
                    closed = true;
                    flows.values().forEach(UdpFlow::close);
                    flows.clear();
                    exchanges.clear();
                    loop.close();
                });
    }

    /** Hands over to the loop. */
    private final class Ear implements UdpFlow.Reader {
        @Override
        public void received(UdpFlow flow, byte[] datagram) {
            loop.run(() -> take(flow, datagram));
        }

        @Override
        public void refused(UdpFlow flow) {
            loop.run(() -> refuse(flow));
        }
    }
}
