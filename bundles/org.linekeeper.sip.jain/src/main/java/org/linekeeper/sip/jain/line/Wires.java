// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import org.linekeeper.api.line.LineConfig;
import org.linekeeper.sip.jain.net.Wire;

/** Makes the sockets of lines. */
public interface Wires {
    /** Sockets for a line; called on the scheduler's thread. */
    Wire open(LineConfig config, Wire.Listener listener);

    /** Whether the sockets of one configuration serve the other. */
    boolean isSame(LineConfig one, LineConfig other);
}
