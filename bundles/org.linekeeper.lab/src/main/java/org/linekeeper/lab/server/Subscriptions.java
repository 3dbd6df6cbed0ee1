// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.Optional;
import org.linekeeper.lab.sip.SipMessage;

/** SUBSCRIBE and the NOTIFY that follows (RFC 6665). Belongs to the server's loop. */
final class Subscriptions {

    private static final int DEFAULT_SECONDS = 3_600;

    private final Node node;
    private final Requests requests;

    Subscriptions(Node node, Requests requests) {
        this.node = node;
        this.requests = requests;
    }

    /** A first SUBSCRIBE. */
    void subscribe(Exchange exchange) {
        SipMessage request = exchange.request();
        String from = request.from().tag().orElse("");
        Dialog dialog =
                new Dialog(
                        request.callId(),
                        from,
                        exchange.tag(),
                        Dialog.Kind.SUBSCRIPTION,
                        node.name());
        node.dialogs().add(dialog);
        node.dialogs().inOrder(request);
        refresh(exchange, dialog);
    }

    /** A SUBSCRIBE in a subscription of this store; with Expires 0 it ends. */
    void refresh(Exchange exchange, Dialog dialog) {
        SipMessage request = exchange.request();
        Optional<String> event = request.first("Event");
        if (event.isEmpty()) {
            exchange.respond(489);
            return;
        }
        int asked = request.seconds("Expires").orElse(DEFAULT_SECONDS);
        int granted = asked == 0 ? 0 : node.settings().grantedSeconds.orElse(asked);
        Flow flow = exchange.flow();
        exchange.respond(
                exchange.response(200)
                        .plus("Expires", "" + granted)
                        .plus("Contact", node.contact(flow.transport())));
        String state = granted == 0 ? "terminated;reason=timeout" : "active;expires=" + granted;
        Leg leg = Leg.accepted(dialog, request, flow);
        SipMessage notify =
                leg.request(node, "NOTIFY")
                        .plus("Event", event.get())
                        .plus("Subscription-State", state);
        if (event.get().startsWith("message-summary")) {
            notify =
                    notify.withBody(
                            "application/simple-message-summary", "Messages-Waiting: no\r\n");
        }
        requests.send(leg.way(node, notify), notify);
        if (granted == 0) {
            node.dialogs().remove(dialog);
        }
    }
}
