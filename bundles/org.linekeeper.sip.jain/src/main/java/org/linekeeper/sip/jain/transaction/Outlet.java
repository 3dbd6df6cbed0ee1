// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.transaction;

import org.linekeeper.api.line.Target;

/** The way out for requests. */
public interface Outlet {
    /** Sends a whole message to a target, as {@link org.linekeeper.sip.jain.net.Wire#send}. */
    void send(Target target, byte[] message, long connectMs);

    /** Nothing at all answered what was sent since then, over a connection. */
    void unanswered(Target target, long sinceMs);
}
