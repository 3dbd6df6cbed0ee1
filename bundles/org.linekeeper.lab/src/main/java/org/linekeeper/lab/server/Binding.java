// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.linekeeper.lab.sip.SipUri;

/**
 * One contact of a user at a registrar (RFC 3261 section 10).
 *
 * @param user the address-of-record's user part
 * @param contact the registered URI
 * @param callId of the REGISTER that made or refreshed it
 * @param cseq of that REGISTER
 * @param expiresAtMs on the server's clock
 * @param server the name of the server that took that REGISTER
 * @param transport how it came
 * @param source where it came from
 */
public record Binding(
        String user,
        SipUri contact,
        String callId,
        long cseq,
        long expiresAtMs,
        String server,
        Transport transport,
        InetSocketAddress source) {

    /** Parameters that tell two URIs apart even when only one has them. */
    private static final Set<String> TELLING = Set.of("user", "ttl", "method", "maddr");

    /** Whether both stand for one contact; as in RFC 3261 section 19.1.4, without its headers. */
    boolean sameContact(SipUri other) {
        return contact.user().equals(other.user())
                && contact.address().host().equalsIgnoreCase(other.address().host())
                && contact.address().port() == other.address().port()
                && contact.transport().equals(other.transport())
                && agree(contact.params(), other.params());
    }

    /** What both have is equal; what only one has does not matter, but for a few. */
    private static boolean agree(Map<String, String> one, Map<String, String> other) {
        Set<String> names = new HashSet<>(one.keySet());
        names.addAll(other.keySet());
        names.remove("transport");
        return names.stream()
                .filter(n -> one.containsKey(n) && other.containsKey(n) || TELLING.contains(n))
                .allMatch(n -> one.getOrDefault(n, "").equalsIgnoreCase(other.getOrDefault(n, "")));
    }
}
