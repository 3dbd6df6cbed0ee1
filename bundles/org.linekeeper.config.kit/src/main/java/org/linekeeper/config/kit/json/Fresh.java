// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import java.util.Objects;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Server;

/**
 * What the parts of a line start from that it has not had so far.
 *
 * @param server a server or proxy, of which the address counts only if it is empty: then each has
 *     to bring its own
 * @param heartbeat a heartbeat
 */
public record Fresh(Server server, Heartbeat heartbeat) {
    /** The line model's own. */
    public static final Fresh PLAIN = new Fresh(Server.at(""), new Heartbeat(30, 3));

    public Fresh {
        Objects.requireNonNull(server);
        Objects.requireNonNull(heartbeat);
    }
}
