// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.InetSocketAddress;

/** How values look in sentences: whatever they hold, one short line. */
final class Texts {
    private static final int DNS_PORT = 53;
    private static final int LONGEST = 80;

    private Texts() {}

    /** A configured value, cut and without control characters; empty becomes {@code ""}. */
    static String shown(String value) {
        String line = value.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        if (line.isEmpty()) {
            return "\"\"";
        }
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** A DNS server, with its port only when that is not 53. */
    static String shown(InetSocketAddress server) {
        String address = IpLiteral.text(server.getAddress());
        if (server.getPort() == DNS_PORT) {
            return address;
        }
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + server.getPort();
    }
}
