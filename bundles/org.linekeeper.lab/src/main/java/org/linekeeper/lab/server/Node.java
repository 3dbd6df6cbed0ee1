// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.linekeeper.lab.sip.HostPort;
import org.linekeeper.lab.sip.NameAddress;
import org.linekeeper.lab.sip.SipMessage;
import org.linekeeper.lab.sip.SipUri;
import org.linekeeper.lab.sip.Via;

/** What all parts of one server share: who it is, its stores, its way out. */
record Node(
        String name,
        Settings settings,
        Faults faults,
        Journal journal,
        Loop loop,
        Sockets sockets,
        Bindings bindings,
        Dialogs dialogs,
        Ids ids,
        LongSupplier millis) {

    /** Sends unless a fault keeps the server quiet. */
    void send(Flow flow, SipMessage message) {
        if (!faults.isQuiet()) {
            journal.sent(flow.transport(), flow.remote(), message);
            flow.send(message.encode());
        }
    }

    /** This server's address as it is written in URIs and Vias. */
    HostPort hostPort(Transport transport) {
        InetSocketAddress local = sockets.local(transport);
        return new HostPort(literal(local.getAddress()), local.getPort());
    }

    String contact(Transport transport) {
        return "<sip:" + name + "@" + hostPort(transport) + transportParam(transport) + ">";
    }

    String recordRoute(Transport transport) {
        return "<sip:" + hostPort(transport) + transportParam(transport) + ";lr>";
    }

    String via(Transport transport, String branch) {
        return "SIP/2.0/" + transport + " " + hostPort(transport) + ";branch=" + branch;
    }

    private static String transportParam(Transport transport) {
        return transport == Transport.UDP ? "" : ";transport=" + transport.token();
    }

    /** Whether a Route or Via names this server. */
    boolean isMe(HostPort address) {
        int port = address.port() == 0 ? 5060 : address.port();
        InetSocketAddress local = sockets.local(Transport.UDP);
        boolean samePort =
                port == local.getPort() || port == sockets.local(Transport.TLS).getPort();
        String name = address.host().toLowerCase(Locale.ROOT);
        if (settings.names.contains(name)) {
            // A name without a port stands for whatever port DNS gave.
            return samePort || address.port() == 0;
        }
        return samePort && resolve(address).filter(local.getAddress()::equals).isPresent();
    }

    /** The request's topmost Via completed with where it came from (RFC 3261 18.2.1, RFC 3581). */
    static SipMessage stamped(SipMessage request, Flow from) {
        String source = literal(from.remote().getAddress());
        return request.withTopVia(
                via -> {
                    if (via.asksRport()) {
                        int port = from.remote().getPort();
                        return via.with("received", source).with("rport", "" + port);
                    }
                    boolean same = via.sentBy().host().equals(source);
                    return same ? via : via.with("received", source);
                });
    }

    /** Where responses to that request go (RFC 3261 section 18.2.2, RFC 3581 section 4). */
    Flow replyFlow(Flow from, SipMessage request) {
        Optional<Via> via = request.topVia();
        if (from.transport() != Transport.UDP || via.isEmpty() || via.get().asksRport()) {
            return from;
        }
        int port = via.get().sentBy().port() == 0 ? 5060 : via.get().sentBy().port();
        InetSocketAddress to = new InetSocketAddress(from.remote().getAddress(), port);
        return sockets.udpFlow(to).orElse(from);
    }

    /** A way to a phone's contact: where it registered from, else the address in the URI. */
    Optional<Flow> flowTo(SipUri uri) {
        Optional<Binding> binding = bindings.at(uri);
        if (binding.isPresent() && binding.get().transport() == Transport.UDP) {
            return sockets.udpFlow(binding.get().source());
        }
        Optional<Flow> connection =
                sockets.connections().stream()
                        .filter(f -> binding.filter(b -> b.source().equals(f.remote())).isPresent())
                        .map(Flow.class::cast)
                        .findFirst();
        return connection.isPresent() ? connection : byAddress(uri);
    }

    private Optional<Flow> byAddress(SipUri uri) {
        int port = uri.address().port() == 0 ? 5060 : uri.address().port();
        Optional<InetSocketAddress> to =
                resolve(uri.address()).map(a -> new InetSocketAddress(a, port));
        return switch (uri.transport()) {
            case "UDP" -> to.flatMap(sockets::udpFlow);
            case "TCP" -> to.flatMap(sockets::tcpFlow);
            default -> Optional.empty();
        };
    }

    /** The contact of a user that was registered last. */
    Optional<SipUri> latestContact(String user) {
        List<Binding> known = bindings.of(user, millis.getAsLong());
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(known.get(known.size() - 1).contact());
    }

    /** The next hop of a request: its first Route, else its Request-URI. */
    Optional<Flow> nextHop(SipMessage request) {
        Optional<SipUri> route =
                request.list("Route").stream()
                        .findFirst()
                        .flatMap(r -> NameAddress.parse(r).sipUri());
        return route.or(() -> SipUri.parse(request.uri())).flatMap(this::flowTo);
    }

    /** Literals only, and localhost: the lab asks no DNS. */
    private static Optional<InetAddress> resolve(HostPort address) {
        String host = address.host();
        if (host.equalsIgnoreCase("localhost")) {
            return Optional.of(InetAddress.getLoopbackAddress());
        }
        boolean v4 = host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        if (!v4 && !host.contains(":")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Without a zone, and short as RFC 5952 wants it: the JDK writes out every zero of IPv6. */
    private static String literal(InetAddress address) {
        String whole = address.getHostAddress().replaceFirst("%.*", "");
        return address instanceof Inet4Address
                ? whole
                : whole.replaceFirst("(^|:)(0(:|$)){2,}", "::");
    }
}
