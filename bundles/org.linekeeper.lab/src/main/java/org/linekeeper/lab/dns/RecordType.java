// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.dns;

import java.util.Optional;

/** The record types that {@link PocketDns} serves. */
public enum RecordType {
    /** IPv4 address (RFC 1035). */
    A(1),
    /** Alias (RFC 1035). */
    CNAME(5),
    /** Start of a zone (RFC 1035), which gives negative answers their TTL (RFC 2308). */
    SOA(6),
    /** IPv6 address (RFC 3596). */
    AAAA(28),
    /** Service (RFC 2782). */
    SRV(33),
    /** Naming authority pointer (RFC 3403). */
    NAPTR(35);

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Optional<RecordType> of(int code) {
        for (RecordType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
