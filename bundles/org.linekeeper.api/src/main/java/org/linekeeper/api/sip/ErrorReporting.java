// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.sip;

import java.nio.channels.DatagramChannel;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes the system report ICMP errors that it keeps from a plain datagram socket: Linux passes host
 * and network unreachable on only when asked. A service that may be missing; signalling then waits
 * for answers that will not come until the attempt's budget is used up. Safe for use by several
 * threads; never blocks and never throws.
 */
@ConsumerType
public interface ErrorReporting {
    /**
     * Switches the reports on. From then on each ICMP error makes the channel's next read or write
     * fail with an {@link java.io.IOException}, and keeps the channel ready in a selector until it
     * is closed: its user closes it at the first error, or the selector spins.
     *
     * @param channel open, of either family, connected or about to be
     * @return false when this system, this JVM or this channel cannot; the channel works as before
     */
    boolean enable(DatagramChannel channel);
}
