// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;

/**
 * Asks the system for the ICMP errors that it hides from plain datagram sockets: Linux passes host
 * and network unreachable on only where IP_RECVERR is set, which Java cannot do.
 */
@FunctionalInterface
public interface ErrorQueue {
    /** What pure Java sees. */
    ErrorQueue NONE = (channel, remote) -> {};

    /**
     * Prepares a channel that is bound and about to be connected; on the scheduler's thread. The
     * channel is closed on its first error, so that nobody has to read the queue itself.
     *
     * @throws IOException if the system refuses; the channel is used as it is
     */
    void enable(DatagramChannel channel, InetSocketAddress remote) throws IOException;
}
