// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.locator.Located;

/** A server that is configured by its IP address: nothing to ask (RFC 3263 section 4.1). */
final class LiteralStep implements Step {
    @Override
    public CompletionStage<Optional<Located>> locate(Server server, DnsRules rules) {
        return CompletableFuture.completedFuture(
                ip(server.address())
                        .map(ip -> Targets.of(server, host(server.address(), ip), List.of(ip)))
                        .map(targets -> new Located.Found(targets, Optional.empty())));
    }

    /** An address, or the one name that is never asked for (RFC 6761 section 6.3). */
    private static Optional<InetAddress> ip(String address) {
        return address.equalsIgnoreCase("localhost")
                ? IpLiteral.parse("127.0.0.1")
                : IpLiteral.parse(address);
    }

    private static String host(String address, InetAddress ip) {
        return IpLiteral.looksLikeOne(address) ? IpLiteral.text(ip) : address;
    }
}
