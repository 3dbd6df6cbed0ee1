// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.net.InetSocketAddress;
import org.linekeeper.lab.sip.SipMessage;

/**
 * One message that a server read or wrote.
 *
 * @param nanoTime {@link System#nanoTime} when it was read or handed to the socket
 * @param sinceStartMs milliseconds since the server started
 * @param transport how it travelled
 * @param remote the other end's address
 * @param message as it was on the wire
 */
public record Recorded(
        long nanoTime,
        long sinceStartMs,
        Transport transport,
        InetSocketAddress remote,
        SipMessage message) {}
