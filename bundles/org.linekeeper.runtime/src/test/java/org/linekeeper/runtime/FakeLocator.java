// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.locator.Located;
import org.linekeeper.api.locator.TargetLocator;

/** Looks up in a table; what is not in it is taken for an IP literal. May be held. */
final class FakeLocator implements TargetLocator {
    private final Map<String, Located> table = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<CompletableFuture<Located>> open = new ArrayList<>();
    private boolean held;

    void put(String name, Duration ttl, String... addresses) {
        List<Target> targets =
                List.of(addresses).stream()
                        .map(address -> new Target(address, 5060, Transport.UDP, name))
                        .toList();
        table.put(name, new Located.Found(targets, Optional.of(ttl)));
    }

    void fail(String name) {
        table.put(name, new Located.Failed(name + " is unknown"));
    }

    /** Look-ups are not answered but by {@link #complete}. */
    void hold() {
        held = true;
    }

    void complete(int which, Located located) {
        open.get(which).complete(located);
    }

    void completeExceptionally(int which) {
        open.get(which).completeExceptionally(new IllegalStateException("a fault"));
    }

    /** The addresses that were asked for, in order. */
    List<String> asked() {
        return asked;
    }

    @Override
    public CompletionStage<Located> locate(Server server, DnsRules rules) {
        asked.add(server.address());
        if (held) {
            CompletableFuture<Located> next = new CompletableFuture<>();
            open.add(next);
            return next;
        }
        Target literal =
                new Target(server.address(), server.port(), Transport.UDP, server.address());
        return CompletableFuture.completedFuture(
                table.getOrDefault(
                        server.address(), new Located.Found(List.of(literal), Optional.empty())));
    }
}
