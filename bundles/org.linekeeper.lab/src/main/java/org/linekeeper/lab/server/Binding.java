// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.net.InetSocketAddress;
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

    /** Whether both stand for one contact: user, host, port and transport are equal. */
    boolean sameContact(SipUri other) {
        return contact.user().equals(other.user())
                && contact.address().host().equalsIgnoreCase(other.address().host())
                && contact.address().port() == other.address().port()
                && contact.transport().equals(other.transport());
    }
}
