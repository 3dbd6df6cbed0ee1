// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import org.linekeeper.api.line.LineConfig;
import org.linekeeper.sip.jain.net.Scheduler;
import org.linekeeper.sip.jain.net.Wire;

/** Makes the sockets of lines. */
@FunctionalInterface
public interface Wires {
    /** Sockets for a line, to be used on the scheduler's thread; called on it, too. */
    Wire open(LineConfig config, Scheduler scheduler, Wire.Listener listener);
}
