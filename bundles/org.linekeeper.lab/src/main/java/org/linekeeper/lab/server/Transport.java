// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.Locale;

/** How a message came or goes. */
public enum Transport {
    /** Datagrams. */
    UDP,
    /** A stream. */
    TCP,
    /** A stream under TLS, on a port of its own. */
    TLS;

    /** As in a URI's transport parameter. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
