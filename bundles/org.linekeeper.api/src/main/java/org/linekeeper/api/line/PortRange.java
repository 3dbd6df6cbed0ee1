// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

/**
 * Local SIP ports to draw from.
 *
 * @param min 0 to 65535; 0 = any free one
 * @param max at least {@code min}
 */
public record PortRange(int min, int max) {
    /** Any free port. */
    public static final PortRange ANY = new PortRange(0, 0);

    public PortRange {
        if (min < 0 || max > 65535 || max < min) {
            throw new IllegalArgumentException("no port range: " + min + " to " + max);
        }
    }

    public static PortRange only(int port) {
        return new PortRange(port, port);
    }
}
