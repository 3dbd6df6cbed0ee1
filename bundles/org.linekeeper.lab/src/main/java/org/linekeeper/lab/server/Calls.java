// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.linekeeper.lab.sip.NameAddress;
import org.linekeeper.lab.sip.SipMessage;
import org.linekeeper.lab.sip.SipUri;

/** The calls whose one end is the server. Belongs to the server's loop. */
final class Calls {

    private static final int MAX_CALLS = 1_000;

    private final Node node;
    private final Requests requests;
    private final Map<Dialog, LabCall> answered = new LinkedHashMap<>();
    private final Map<String, Future<?>> unacknowledged = new HashMap<>();

    Calls(Node node, Requests requests) {
        this.node = node;
        this.requests = requests;
    }

    /** A first INVITE: rings, then accepts unless it was cancelled meanwhile. */
    void invite(Exchange exchange) {
        exchange.respond(100);
        exchange.respond(
                exchange.response(180).plus("Contact", node.contact(exchange.flow().transport())));
        exchange.after(
                node.settings().answerAfter,
                () -> {
                    if (!exchange.isAnswered()) {
                        accept(exchange, exchange.tag());
                    }
                });
    }

    /** Accepts an INVITE under that To tag. */
    void accept(Exchange exchange, String tag) {
        SipMessage request = exchange.request();
        Transport transport = exchange.flow().transport();
        SipMessage ok = okWithSession(exchange, tag);
        if (node.settings().recordRoute) {
            ok = ok.plusOnTop("Record-Route", node.recordRoute(transport));
        }
        String from = request.from().tag().orElse("");
        Dialog dialog = new Dialog(request.callId(), from, tag, Dialog.Kind.CALL, node.name());
        node.dialogs().add(dialog);
        node.dialogs().inOrder(request);
        LabCall call = new LabCall(node, requests);
        call.answeredBy(Leg.accepted(dialog, request, exchange.flow()));
        answered.put(dialog, call);
        if (answered.size() > MAX_CALLS) {
            answered.remove(answered.keySet().iterator().next());
        }
        respondUntilAcknowledged(exchange, ok, Optional.of(call));
    }

    private SipMessage ok(Exchange exchange, String tag) {
        return SipMessage.response(exchange.request(), 200)
                .withToTag(tag)
                .plus("Contact", node.contact(exchange.flow().transport()))
                .plus("Allow", Dispatcher.ALLOW);
    }

    private SipMessage okWithSession(Exchange exchange, String tag) {
        String host = node.hostPort(Transport.UDP).host();
        return ok(exchange, tag).withBody(Sdp.TYPE, Sdp.answer(exchange.request(), host));
    }

    /** A 2xx to INVITE is repeated until its ACK, on streams too (RFC 3261 13.3.1.4). */
    private void respondUntilAcknowledged(
            Exchange exchange, SipMessage ok, Optional<LabCall> unheard) {
        exchange.respond(ok);
        if (unacknowledged.size() == MAX_CALLS) {
            return; // a flood: its calls are answered once
        }
        long t1Ms = node.settings().timers.t1Ms();
        repeat(exchange, ok, unheard, t1Ms, t1Ms);
    }

    private void repeat(
            Exchange exchange,
            SipMessage ok,
            Optional<LabCall> unheard,
            long intervalMs,
            long elapsedMs) {
        Settings.Timers timers = node.settings().timers;
        Runnable task =
                () -> {
                    if (elapsedMs < timers.giveUpMs()) {
                        exchange.respond(ok);
                        long next = timers.afterMs(intervalMs, true);
                        repeat(exchange, ok, unheard, next, elapsedMs + next);
                    } else {
                        unacknowledged.remove(ackKey(ok));
                        unheard.filter(LabCall::isLive).ifPresent(LabCall::hangUp);
                    }
                };
        unacknowledged.put(ackKey(ok), node.loop().after(Duration.ofMillis(intervalMs), task));
    }

    /** Takes an ACK for a 2xx of this server; any other is absorbed. */
    void acknowledged(SipMessage ack) {
        Optional.ofNullable(unacknowledged.remove(ackKey(ack))).ifPresent(f -> f.cancel(false));
    }

    private static String ackKey(SipMessage message) {
        String tag = message.to().tag().orElse("");
        return message.callId() + " " + tag + " " + message.cseq().number();
    }

    /** A request in a call of this store, set up here or at another server. */
    void inDialog(Exchange exchange, Dialog dialog) {
        switch (exchange.request().method()) {
            case "BYE" -> {
                node.dialogs().remove(dialog);
                exchange.respond(200);
            }
            case "INVITE" -> {
                SipMessage ok = okWithSession(exchange, exchange.tag());
                respondUntilAcknowledged(exchange, ok, Optional.empty());
            }
            case "UPDATE" -> {
                boolean offer = exchange.request().first("Content-Type").isPresent();
                String tag = exchange.tag();
                exchange.respond(offer ? okWithSession(exchange, tag) : ok(exchange, tag));
            }
            default -> exchange.respond(200);
        }
    }

    /** The live calls that this server answered. */
    List<LabCall> live() {
        answered.values().removeIf(call -> !call.isLive());
        return List.copyOf(answered.values());
    }

    /** Places a call to a bound user or a URI. */
    LabCall place(String target, String caller) {
        SipUri uri =
                SipUri.parse(target)
                        .or(() -> node.latestContact(target))
                        .orElseThrow(
                                () -> new IllegalArgumentException(target + " is not registered"));
        Flow flow =
                node.flowTo(uri)
                        .orElseThrow(() -> new IllegalArgumentException("no way to " + uri));
        Transport transport = flow.transport();
        SipMessage invite =
                SipMessage.request("INVITE", uri.toString())
                        .plus("Via", node.via(transport, node.ids().branch()) + ";rport")
                        .plus("Max-Forwards", "70")
                        .plus(
                                "From",
                                new NameAddress("", caller, Map.of("tag", node.ids().next(6)))
                                        .toString())
                        .plus("To", "<sip:" + uri.user() + "@" + node.hostPort(transport) + ">")
                        .plus("Call-ID", node.ids().next(12) + "@" + node.name())
                        .plus("CSeq", "1 INVITE")
                        .plus("Contact", node.contact(transport))
                        .plus("Allow", Dispatcher.ALLOW)
                        .withBody(Sdp.TYPE, Sdp.offer(node.hostPort(transport).host()));
        return new LabCall(node, requests).place(invite, flow);
    }
}
