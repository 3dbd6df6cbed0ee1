// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.locator.Located;
import org.linekeeper.api.locator.TargetLocator;

/** Knows where the fleet's servers are, and no others. */
final class KnownServers implements TargetLocator {
    private final Map<String, FleetServer> byName;

    KnownServers(List<FleetServer> servers) {
        byName = servers.stream().collect(Collectors.toMap(FleetServer::name, Function.identity()));
    }

    @Override
    public CompletionStage<Located> locate(Server server, DnsRules rules) {
        return CompletableFuture.completedFuture(
                Optional.ofNullable(byName.get(server.address()))
                        .<Located>map(KnownServers::found)
                        .orElseGet(() -> new Located.Failed(server.address() + " is unknown")));
    }

    private static Located found(FleetServer server) {
        Target target =
                new Target(
                        server.address().getAddress().getHostAddress(),
                        server.address().getPort(),
                        Transport.UDP,
                        server.name());
        return new Located.Found(List.of(target), Optional.empty());
    }
}
