// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.util.Locale;

/** How a server treats what reaches it. */
public enum Mode {
    /** It works. */
    UP,
    /** It reads everything and answers nothing. */
    SILENT,
    /** It accepts connections and reads nothing at all. */
    MUTE,
    /** Its sockets are closed: ICMP port unreachable on UDP, refused and closed on TCP. */
    CLOSED,
    /** It answers every request except ACK with one code. */
    CODE;

    /** In lower case, as the lab's prompt shows it. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
