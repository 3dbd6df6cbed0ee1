// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.linekeeper.api.line.PortRange;

/**
 * What a line's sockets are made of.
 *
 * @param bind the only local address to use; empty, or a wildcard = the one that routes to a target
 * @param ports where to listen; of more than one port, one is drawn
 * @param random draws ports
 * @param tls trust and, if the servers want one, a client certificate; asked for when a TLS target
 *     is; empty = TLS targets fail
 * @param errorQueue asks for the ICMP errors that plain Java does not see
 */
public record WireOptions(
        Optional<InetAddress> bind,
        PortRange ports,
        RandomGenerator random,
        Supplier<Optional<SSLContext>> tls,
        ErrorQueue errorQueue) {
    public WireOptions {
        bind = bind.filter(address -> !address.isAnyLocalAddress());
        Objects.requireNonNull(ports);
        Objects.requireNonNull(random);
        Objects.requireNonNull(tls);
        Objects.requireNonNull(errorQueue);
    }

    /** Any local address, ports drawn by {@code random}, no TLS, and ICMP as Java sees it. */
    public static WireOptions of(PortRange ports, RandomGenerator random) {
        return new WireOptions(Optional.empty(), ports, random, Optional::empty, ErrorQueue.NONE);
    }

    public WireOptions withBind(InetAddress address) {
        return new WireOptions(Optional.of(address), ports, random, tls, errorQueue);
    }

    public WireOptions withTls(SSLContext context) {
        return new WireOptions(bind, ports, random, () -> Optional.of(context), errorQueue);
    }

    public WireOptions withErrorQueue(ErrorQueue queue) {
        return new WireOptions(bind, ports, random, tls, queue);
    }
}
