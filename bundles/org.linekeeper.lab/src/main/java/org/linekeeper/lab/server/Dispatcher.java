// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.linekeeper.lab.sip.SipMessage;
import org.linekeeper.lab.sip.Via;

/**
 * The way of a message through a server: faults first, then known transactions, then the script,
 * then the digest, then the method's own part.
 */
final class Dispatcher implements Inbox {

    private static final int MAX_TRANSACTIONS = 2_000;

    private final Node node;
    private final Consumer<String> log;
    private final Challenger challenger;
    private final Registrar registrar;
    private final Map<String, Exchange> exchanges = new LinkedHashMap<>();

    Dispatcher(Node node, Consumer<String> log) {
        this.node = node;
        this.log = log;
        this.challenger = new Challenger(node.settings(), node.ids(), node.millis());
        this.registrar = new Registrar(node);
    }

    Challenger challenger() {
        return challenger;
    }

    @Override
    public void message(Flow from, SipMessage message) {
        if (node.faults().mode() == Mode.MUTE) {
            return;
        }
        node.journal().received(from.transport(), from.remote(), message);
        if (message.isRequest()) {
            log.accept(node.name() + ": " + message.method() + " from " + from.remote());
        }
        node.loop().after(node.faults().delay(), () -> dispatch(from, message));
    }

    @Override
    public void malformed(Flow from, String sentence) {
        node.journal().malformed();
        log.accept(node.name() + ": dropped bytes from " + from.remote() + ": " + sentence);
    }

    @Override
    public void keepAlive(Flow from) {
        node.journal().keepAlive();
    }

    @Override
    public boolean readsConnections() {
        return node.faults().mode() != Mode.MUTE;
    }

    private void dispatch(Flow from, SipMessage message) {
        if (node.faults().isQuiet() || !message.isRequest()) {
            return;
        }
        if (node.faults().drops() || message.method().equals("ACK")) {
            return;
        }
        Exchange fresh = new Exchange(node, from, message, this::authenticate, e -> {});
        Optional<Refusal> refusal = node.faults().refusalOf(message.method());
        if (refusal.isPresent()) {
            refusal.get().answer(fresh);
            return;
        }
        Exchange known = exchanges.putIfAbsent(key(message), fresh);
        if (known != null) {
            known.repeat();
            return;
        }
        if (exchanges.size() > MAX_TRANSACTIONS) {
            exchanges.remove(exchanges.keySet().iterator().next());
        }
        node.faults().nextStep(message.method()).orElse(Step.proceed()).handle(fresh);
    }

    private void authenticate(Exchange exchange) {
        Optional<SipMessage> refusal = challenger.refusal(exchange.request());
        if (refusal.isPresent()) {
            exchange.respond(refusal.get().withToTag(exchange.tag()));
        } else {
            route(exchange);
        }
    }

    private void route(Exchange exchange) {
        switch (exchange.request().method()) {
            case "REGISTER" -> registrar.register(exchange);
            case "OPTIONS" -> exchange.respond(200);
            default -> exchange.respond(501);
        }
    }

    /** What makes two requests one transaction (RFC 3261 section 17.2.3). */
    static String key(SipMessage request) {
        Via via = request.topVia().orElseThrow();
        return via.branch() + " " + via.sentBy() + " " + request.cseq();
    }
}
