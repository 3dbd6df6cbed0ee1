// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.linekeeper.broker.front.Limits;

/**
 * Where a broker listens and what it keeps where.
 *
 * @param listen port 0 = any free one
 * @param directory holds what is stored and, if there are such, {@code passwords}, {@code
 *     cert.pem}, {@code key.pem} and {@code ca.pem}; made if it is not there; one broker's alone
 * @param limits what its clients may take
 */
public record BrokerSettings(InetSocketAddress listen, Path directory, Limits limits) {
    /** With the usual limits. */
    public BrokerSettings(InetSocketAddress listen, Path directory) {
        this(listen, directory, Limits.STANDARD);
    }
}
