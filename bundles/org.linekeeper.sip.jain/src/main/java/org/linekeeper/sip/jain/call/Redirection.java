// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.Transport;
import org.linekeeper.sip.jain.message.NameAddress;
import org.linekeeper.sip.jain.message.SipResponse;
import org.linekeeper.sip.jain.message.Uri;

/** The places that a 3xx names in its Contacts (RFC 3261 sections 8.1.3.4 and 20.10). */
final class Redirection {
    /** A longer list is nobody's. */
    private static final int MOST_CONTACTS = 20;

    private Redirection() {}

    /**
     * Best first; of equal q values in the order of the header. What cannot be read is left out.
     */
    static List<Destination> contacts(SipResponse response) {
        if (response.code() < 300 || response.code() > 399) {
            return List.of();
        }
        return response.headers("Contact").stream()
                .flatMap(field -> NameAddress.parseAll("Contact", List.of(field)).stream())
                .flatMap(List::stream)
                .limit(MOST_CONTACTS)
                .sorted(Comparator.comparingDouble(Redirection::q).reversed())
                .flatMap(contact -> destination(contact.uri()).stream())
                .toList();
    }

    /** Without a readable q a Contact is as good as any. */
    private static double q(NameAddress contact) {
        String q = contact.parameters().getOrDefault("q", "1");
        return q.matches("[01](\\.[0-9]{0,3})?") ? Math.min(1, Double.parseDouble(q)) : 1;
    }

    private static Optional<Destination> destination(Uri uri) {
        // RFC 3261 section 19.1.5: headers are no part of a Request-URI.
        String text = uri.text().split("\\?", 2)[0];
        boolean usable = uri.isSip() && !uri.host().isEmpty();
        return usable && text.length() <= Destination.MOST_URI
                ? transport(uri).map(transport -> Destination.at(text, transport))
                : Optional.empty();
    }

    private static Optional<Transport> transport(Uri uri) {
        if (uri.scheme().equals("sips")) {
            return Optional.of(Transport.TLS);
        }
        return switch (uri.parameters().getOrDefault("transport", "udp").toLowerCase(Locale.ROOT)) {
            case "udp" -> Optional.of(Transport.UDP);
            case "tcp" -> Optional.of(Transport.TCP);
            case "tls" -> Optional.of(Transport.TLS);
            default -> Optional.empty();
        };
    }
}
