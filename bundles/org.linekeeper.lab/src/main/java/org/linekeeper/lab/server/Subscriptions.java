// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.lab.sip.SipMessage;

/** SUBSCRIBE and the NOTIFY that follows (RFC 6665). Belongs to the server's loop. */
final class Subscriptions {

    private static final int DEFAULT_SECONDS = 3_600;
    private static final int MAX_SUBSCRIPTIONS = 1_000;

    private final Node node;
    private final Requests requests;
    private final Map<Dialog, LabSubscription> known = new LinkedHashMap<>();

    Subscriptions(Node node, Requests requests) {
        this.node = node;
        this.requests = requests;
    }

    /** A first SUBSCRIBE. */
    void subscribe(Exchange exchange) {
        SipMessage request = exchange.request();
        Optional<Integer> refusal = refusal(request);
        if (refusal.isPresent()) {
            refuse(exchange, refusal.get());
            return;
        }
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
        grant(exchange, dialog);
    }

    /** A SUBSCRIBE in a subscription of this store; with Expires 0 it ends. */
    void refresh(Exchange exchange, Dialog dialog) {
        Optional<Integer> refusal = refusal(exchange.request());
        if (refusal.isPresent()) {
            refuse(exchange, refusal.get());
        } else {
            grant(exchange, dialog);
        }
    }

    /** The live ones, the eldest first. */
    List<LabSubscription> live() {
        known.keySet().removeIf(dialog -> !node.dialogs().contains(dialog));
        return List.copyOf(known.values());
    }

    /** What a server that restarts no longer knows. */
    void forget() {
        node.dialogs()
                .live(node.name(), Dialog.Kind.SUBSCRIPTION)
                .forEach(dialog -> node.dialogs().remove(dialog));
        known.clear();
    }

    private Optional<Integer> refusal(SipMessage request) {
        int asked = asked(request);
        boolean brief = asked > 0 && asked < node.settings().minExpiresSeconds;
        return request.first("Event").isEmpty()
                ? Optional.of(489)
                : brief ? Optional.of(423) : Optional.empty();
    }

    private void refuse(Exchange exchange, int code) {
        String least = "" + node.settings().minExpiresSeconds;
        SipMessage response = exchange.response(code);
        exchange.respond(code == 423 ? response.plus("Min-Expires", least) : response);
    }

    private static int asked(SipMessage request) {
        return request.seconds("Expires").orElse(DEFAULT_SECONDS);
    }

    private void grant(Exchange exchange, Dialog dialog) {
        SipMessage request = exchange.request();
        int asked = asked(request);
        int granted = asked == 0 ? 0 : node.settings().grantedSeconds.orElse(asked);
        Flow flow = exchange.flow();
        SipMessage ok =
                exchange.response(200)
                        .plus("Expires", "" + granted)
                        .plus("Contact", node.contact(flow.transport()));
        exchange.respond(
                node.settings().recordRoute
                        ? ok.plusOnTop("Record-Route", node.recordRoute(flow.transport()))
                        : ok);
        Leg leg = Leg.accepted(dialog, request, flow);
        String event = request.first("Event").orElseThrow();
        LabSubscription subscription = new LabSubscription(node, requests, leg, event);
        known.put(dialog, subscription);
        if (known.size() > MAX_SUBSCRIPTIONS) {
            known.remove(known.keySet().iterator().next());
        }
        if (granted == 0) {
            subscription.terminate("timeout");
            known.remove(dialog);
        } else {
            subscription.notify("active;expires=" + granted);
        }
    }
}
