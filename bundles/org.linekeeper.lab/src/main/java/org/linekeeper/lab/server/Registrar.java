// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.lab.sip.NameAddress;
import org.linekeeper.lab.sip.SipMessage;
import org.linekeeper.lab.sip.SipUri;

/** REGISTER (RFC 3261 section 10.3). Belongs to the server's loop. */
final class Registrar {

    private static final int DEFAULT_SECONDS = 3_600;

    private final Node node;

    Registrar(Node node) {
        this.node = node;
    }

    void register(Exchange exchange) {
        SipMessage request = exchange.request();
        Optional<SipUri> aor = request.to().sipUri();
        List<NameAddress> contacts = request.contacts();
        boolean star = contacts.stream().anyMatch(c -> c.uri().equals("*"));
        boolean emptyStar = contacts.size() == 1 && request.seconds("Expires").equals(zero());
        boolean readable = contacts.stream().allMatch(c -> star || c.sipUri().isPresent());
        if (aor.isEmpty() || aor.get().user().isEmpty() || !readable || star && !emptyStar) {
            exchange.respond(400);
            return;
        }
        String user = aor.get().user();
        if (isOutOfOrder(request, user)) {
            exchange.respond(500); // section 10.3 step 7: the update fails
        } else if (star) {
            node.bindings().removeAll(user);
            exchange.respond(withBindings(exchange, user));
        } else if (contacts.stream().anyMatch(c -> isTooBrief(asked(request, c)))) {
            String least = "" + node.settings().minExpiresSeconds;
            exchange.respond(exchange.response(423).with("Min-Expires", least));
        } else {
            boolean kept = contacts.stream().allMatch(c -> update(exchange, user, c));
            exchange.respond(kept ? withBindings(exchange, user) : exchange.response(500));
        }
    }

    private static Optional<Integer> zero() {
        return Optional.of(0);
    }

    private static int asked(SipMessage request, NameAddress contact) {
        return contact.expiresSeconds()
                .or(() -> request.seconds("Expires"))
                .orElse(DEFAULT_SECONDS);
    }

    private boolean isTooBrief(int seconds) {
        return seconds > 0 && seconds < node.settings().minExpiresSeconds;
    }

    private boolean isOutOfOrder(SipMessage request, String user) {
        return node.bindings().of(user, node.millis().getAsLong()).stream()
                .filter(b -> b.callId().equals(request.callId()))
                .filter(b -> b.server().equals(node.name()))
                .anyMatch(b -> request.cseq().number() <= b.cseq());
    }

    private boolean update(Exchange exchange, String user, NameAddress contact) {
        SipMessage request = exchange.request();
        SipUri uri = contact.sipUri().orElseThrow();
        int asked = asked(request, contact);
        if (asked == 0) {
            node.bindings().remove(user, uri);
            return true;
        }
        int granted = node.settings().grantedSeconds.orElse(asked);
        long until = node.millis().getAsLong() + granted * 1_000L;
        Flow flow = exchange.flow();
        return node.bindings()
                .put(
                        new Binding(
                                user,
                                uri,
                                request.callId(),
                                request.cseq().number(),
                                until,
                                node.name(),
                                flow.transport(),
                                flow.remote()));
    }

    private SipMessage withBindings(Exchange exchange, String user) {
        long now = node.millis().getAsLong();
        List<String> contacts = new ArrayList<>();
        for (Binding binding : node.bindings().of(user, now)) {
            long seconds = (binding.expiresAtMs() - now + 999) / 1_000;
            contacts.add("<" + binding.contact() + ">;expires=" + seconds);
        }
        return exchange.response(200).withAll("Contact", contacts);
    }
}
