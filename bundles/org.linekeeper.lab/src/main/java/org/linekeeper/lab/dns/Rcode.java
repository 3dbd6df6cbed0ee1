// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.dns;

/** How a DNS answer ends (RFC 1035 section 4.1.1). */
public enum Rcode {
    /** There is an answer, or the name exists without such a record. */
    NOERROR(0),
    /** The query cannot be read. */
    FORMERR(1),
    /** The server failed. */
    SERVFAIL(2),
    /** The name does not exist. */
    NXDOMAIN(3),
    /** The kind of query is not supported. */
    NOTIMP(4),
    /** The server does not want to. */
    REFUSED(5);

    private final int code;

    Rcode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
