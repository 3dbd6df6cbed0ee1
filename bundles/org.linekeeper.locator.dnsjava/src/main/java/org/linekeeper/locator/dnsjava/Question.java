// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What DNS is asked.
 *
 * @param name absolute; case does not count
 * @param type a type of {@link Type}
 */
record Question(Name name, int type) {
    static Question of(HostName host, int type) {
        try {
            return new Question(Name.fromString(host.ascii(), Name.root), type);
        } catch (TextParseException e) {
            throw new IllegalStateException("not a DNS name: " + host.ascii(), e);
        }
    }

    /** The type's name, as in {@code AAAA}. */
    String typeName() {
        return Type.string(type);
    }
}
