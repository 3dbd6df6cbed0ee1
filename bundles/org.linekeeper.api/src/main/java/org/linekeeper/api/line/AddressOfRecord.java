// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.Objects;

/**
 * The SIP identity of a line (RFC 3261 section 6), for example {@code sip:100@pbx.example}.
 *
 * @param user the user part, not empty, unescaped
 * @param domain the host part, not empty; never an address that DNS gave
 */
public record AddressOfRecord(String user, String domain) {
    public AddressOfRecord {
        if (Objects.requireNonNull(user).isEmpty() || Objects.requireNonNull(domain).isEmpty()) {
            throw new IllegalArgumentException("an address-of-record needs a user and a domain");
        }
    }

    @Override
    public String toString() {
        return "sip:" + user + "@" + domain;
    }
}
