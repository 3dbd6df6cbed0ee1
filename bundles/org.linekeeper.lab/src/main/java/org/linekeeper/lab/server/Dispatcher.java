// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.linekeeper.lab.sip.SipMessage;
import org.linekeeper.lab.sip.SipUri;
import org.linekeeper.lab.sip.Via;

/**
 * The way of a message through a server: faults first, then known transactions, then the script,
 * then the digest, then the method's own part.
 */
final class Dispatcher implements Inbox {

    static final String ALLOW =
            "INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, SUBSCRIBE, NOTIFY, UPDATE, INFO, MESSAGE";

    private static final byte[] PONG = {'\r', '\n'};
    private static final int MAX_TRANSACTIONS = 2_000;

    private final Node node;
    private final Consumer<String> log;
    private final Challenger challenger;
    private final Registrar registrar;
    private final Requests requests;
    private final Calls calls;
    private final Relay relay;
    private final Subscriptions subscriptions;
    private final Map<String, Exchange> exchanges = new LinkedHashMap<>();

    Dispatcher(Node node, Consumer<String> log) {
        this.node = node;
        this.log = log;
        this.challenger = new Challenger(node.settings(), node.ids(), node.millis());
        this.registrar = new Registrar(node);
        this.requests = new Requests(node);
        this.calls = new Calls(node, requests);
        this.relay = new Relay(node, requests);
        this.subscriptions = new Subscriptions(node, requests);
    }

    Challenger challenger() {
        return challenger;
    }

    Calls calls() {
        return calls;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    @Override
    public void message(Flow from, SipMessage message) {
        if (node.faults().mode() == Mode.MUTE) {
            return;
        }
        node.journal().received(from.transport(), from.remote(), message);
        if (message.isRequest()) {
            String what = node.name() + ": " + message.method() + " " + message.uri();
            log.accept(what + " from " + from.peer() + " " + from.transport().token());
        }
        if (!node.loop().isFull()) {
            node.loop().after(node.faults().delay(), () -> dispatch(from, message));
        }
    }

    @Override
    public void malformed(Flow from, String sentence) {
        node.journal().malformed();
        log.accept(node.name() + ": dropped bytes from " + from.peer() + ": " + sentence);
    }

    @Override
    public void keepAlive(Flow from) {
        node.journal().keepAlive();
        // RFC 5626 section 3.5.1: a single CRLF answers, on streams.
        if (from.transport() != Transport.UDP && !node.faults().isQuiet()) {
            from.send(PONG);
        }
    }

    @Override
    public boolean readsConnections() {
        return node.faults().mode() != Mode.MUTE;
    }

    private void dispatch(Flow from, SipMessage message) {
        if (node.faults().isQuiet() || message.isRequest() && node.faults().drops()) {
            return;
        }
        if (!message.isRequest()) {
            requests.response(message);
        } else if (message.method().equals("ACK")) {
            acknowledge(message);
        } else {
            request(new Exchange(node, from, message, this::authenticate, this::acceptAgain));
        }
    }

    private void acknowledge(SipMessage ack) {
        Optional<Dialog> dialog = node.dialogs().of(ack);
        if (dialog.filter(d -> d.kind() == Dialog.Kind.RELAYED).isPresent()) {
            relay.forwardAck(ack);
        } else {
            calls.acknowledged(ack);
        }
    }

    private void request(Exchange fresh) {
        SipMessage message = fresh.request();
        Optional<Refusal> refusal = node.faults().refusalOf(message.method());
        if (refusal.isPresent()) {
            refusal.get().answer(fresh);
            return;
        }
        Exchange known = exchanges.putIfAbsent(key(message, message.method()), fresh);
        if (known != null) {
            known.repeat();
            return;
        }
        if (exchanges.size() > MAX_TRANSACTIONS) {
            exchanges.remove(exchanges.keySet().iterator().next());
        }
        Step step = node.faults().nextStep(message.method()).orElse(this::authenticate);
        step.handle(fresh);
    }

    private void authenticate(Exchange exchange) {
        Optional<SipMessage> refusal = challenger.refusal(exchange.request());
        if (refusal.isPresent()) {
            exchange.respond(refusal.get().withToTag(exchange.tag()));
        } else {
            route(exchange);
        }
    }

    private void acceptAgain(Exchange exchange) {
        calls.accept(exchange, node.ids().next(6));
    }

    private void route(Exchange exchange) {
        SipMessage request = exchange.request();
        String method = request.method();
        if (method.equals("CANCEL")) {
            cancel(exchange);
        } else if (!Relay.withoutOwnRoutes(node, request).list("Route").isEmpty()) {
            relay.forward(exchange, request.uri());
        } else if (request.to().tag().isPresent() && !method.equals("REGISTER")) {
            inDialog(exchange);
        } else {
            outsideDialog(exchange, method);
        }
    }

    private void outsideDialog(Exchange exchange, String method) {
        switch (method) {
            case "REGISTER" -> registrar.register(exchange);
            case "OPTIONS" -> exchange.respond(exchange.response(200).plus("Allow", ALLOW));
            case "INVITE" ->
                    callee(exchange)
                            .ifPresentOrElse(
                                    contact -> relay.forward(exchange, contact.toString()),
                                    () -> calls.invite(exchange));
            case "SUBSCRIBE" -> subscriptions.subscribe(exchange);
            case "MESSAGE", "INFO", "PUBLISH" -> exchange.respond(200);
            case "BYE", "UPDATE", "NOTIFY" -> exchange.respond(481);
            default -> exchange.respond(exchange.response(501).plus("Allow", ALLOW));
        }
    }

    private Optional<SipUri> callee(Exchange exchange) {
        return SipUri.parse(exchange.request().uri())
                .map(SipUri::user)
                .flatMap(node::latestContact);
    }

    private void inDialog(Exchange exchange) {
        SipMessage request = exchange.request();
        Optional<Dialog> dialog = node.dialogs().of(request);
        if (dialog.isEmpty()) {
            exchange.respond(481);
        } else if (!node.dialogs().inOrder(request)) {
            exchange.respond(500); // RFC 3261 section 12.2.2
        } else if (dialog.get().kind() == Dialog.Kind.SUBSCRIPTION) {
            subscriptions.refresh(exchange, dialog.get());
        } else if (dialog.get().kind() == Dialog.Kind.RELAYED) {
            relay.forward(exchange, request.uri());
            if (request.method().equals("BYE")) {
                node.dialogs().remove(dialog.get());
            }
        } else {
            calls.inDialog(exchange, dialog.get());
        }
    }

    private void cancel(Exchange exchange) {
        Exchange invite = exchanges.get(key(exchange.request(), "INVITE"));
        if (invite == null) {
            exchange.respond(481);
        } else {
            exchange.respond(200);
            invite.cancel();
        }
    }

    /** What makes two requests one transaction (RFC 3261 section 17.2.3). */
    private static String key(SipMessage request, String method) {
        Via via = request.topVia().orElseThrow();
        return via.branch() + " " + via.sentBy() + " " + request.cseq().number() + " " + method;
    }
}
