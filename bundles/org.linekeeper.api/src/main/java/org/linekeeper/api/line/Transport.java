// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

/** How SIP travels to a target (RFC 3261 section 18). */
public enum Transport {
    /** Datagrams; requests are retransmitted. */
    UDP,
    /** A stream; nothing is retransmitted. */
    TCP,
    /** TCP under TLS, with chain and host name checked. */
    TLS,
    /** In a configured server only: DNS says which transport it speaks (RFC 3263 section 4.1). */
    NAPTR;
}
