// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

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
                IpLiteral.parse(server.address())
                        .map(ip -> Targets.of(server, IpLiteral.text(ip), List.of(ip)))
                        .map(targets -> new Located.Found(targets, Optional.empty())));
    }
}
