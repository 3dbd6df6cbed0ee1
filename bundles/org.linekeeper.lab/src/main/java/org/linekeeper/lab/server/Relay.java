// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.lab.sip.NameAddress;
import org.linekeeper.lab.sip.SipMessage;

/**
 * A stateful proxy that stays in the path (RFC 3261 section 16), without forking: of several
 * contacts the one registered last is called. Belongs to the server's loop.
 */
final class Relay {

    private final Node node;
    private final Requests requests;

    Relay(Node node, Requests requests) {
        this.node = node;
        this.requests = requests;
    }

    /** The request without the Route entries that brought it here (section 16.4). */
    static SipMessage withoutOwnRoutes(Node node, SipMessage request) {
        List<String> routes = new ArrayList<>(request.list("Route"));
        while (!routes.isEmpty() && isMine(node, routes.get(0))) {
            routes.remove(0);
        }
        return request.withAll("Route", routes);
    }

    private static boolean isMine(Node node, String route) {
        return NameAddress.parse(route).sipUri().filter(u -> node.isMe(u.address())).isPresent();
    }

    void forward(Exchange exchange, String uri) {
        SipMessage request = withoutOwnRoutes(node, exchange.request()).withUri(uri);
        int hops = request.seconds("Max-Forwards").orElse(70);
        if (hops == 0) {
            exchange.respond(483);
            return;
        }
        Optional<Flow> next = node.nextHop(request);
        if (next.isEmpty()) {
            exchange.respond(480);
            return;
        }
        if (request.method().equals("INVITE")) {
            exchange.respond(100);
            request = recordingRoute(request, exchange.flow(), next.get());
        }
        String via = node.via(next.get().transport(), node.ids().branch());
        SipMessage forwarded = request.with("Max-Forwards", "" + (hops - 1)).plusOnTop("Via", via);
        LabRequest leg =
                requests.send(
                        next.get(),
                        forwarded,
                        response -> back(exchange, response),
                        () -> exchange.respond(408));
        exchange.onCancel(() -> requests.cancel(leg));
    }

    /** Two entries where the transport changes, so that each side finds its own on top. */
    private SipMessage recordingRoute(SipMessage request, Flow from, Flow to) {
        SipMessage recorded = request.plusOnTop("Record-Route", node.recordRoute(from.transport()));
        return from.transport() == to.transport()
                ? recorded
                : recorded.plusOnTop("Record-Route", node.recordRoute(to.transport()));
    }

    private void back(Exchange exchange, SipMessage response) {
        if (response.code() == 100) {
            return;
        }
        Optional<String> callee = response.to().tag();
        if (response.method().equals("INVITE")
                && response.code() / 100 == 2
                && callee.isPresent()) {
            String caller = response.from().tag().orElse("");
            Dialog dialog =
                    new Dialog(
                            response.callId(),
                            caller,
                            callee.get(),
                            Dialog.Kind.RELAYED,
                            node.name());
            node.dialogs().addUnlessKnown(dialog);
        }
        List<String> vias = response.list("Via");
        exchange.respond(response.withAll("Via", vias.subList(1, vias.size())));
    }

    /** The ACK of a 2xx goes from end to end without a transaction. */
    void forwardAck(SipMessage ack) {
        SipMessage request = withoutOwnRoutes(node, ack);
        node.nextHop(request)
                .ifPresent(
                        flow -> {
                            String via = node.via(flow.transport(), node.ids().branch());
                            node.send(flow, request.plusOnTop("Via", via));
                        });
    }
}
