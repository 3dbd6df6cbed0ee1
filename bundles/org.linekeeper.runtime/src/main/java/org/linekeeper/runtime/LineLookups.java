// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.locator.Located;
import org.linekeeper.api.locator.TargetLocator;
import org.linekeeper.api.policy.LineEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The look-ups of one line: one at a time for each server. Safe for use by several threads. */
final class LineLookups {
    private static final Logger LOG = LoggerFactory.getLogger(LineLookups.class);

    private final Set<ServerRef> running = new HashSet<>();

    /** Servers whose last look-up gave nothing: that is said when it begins, not at each retry. */
    private final Set<ServerRef> failing = new HashSet<>();

    private final TargetLocator locator;
    private final DeviceClock clock;
    private final Supplier<LineConfig> config;
    private final Consumer<LineEvent> events;

    /**
     * No look-ups.
     *
     * @param config as it is in force
     * @param events gets exactly one event for each look-up that ends
     */
    LineLookups(
            TargetLocator locator,
            DeviceClock clock,
            Supplier<LineConfig> config,
            Consumer<LineEvent> events) {
        this.locator = locator;
        this.clock = clock;
        this.config = config;
        this.events = events;
    }

    /** Looks a server up, unless that is being done. */
    void start(ServerRef ref) {
        synchronized (this) {
            if (!running.add(ref)) {
                return;
            }
        }
        LineConfig now = config.get();
        var layer = ref.layer() == ServerRef.Layer.PROXY ? now.outboundProxies() : now.servers();
        var server = layer.get(ref.index());
        locator.locate(server, now.dns())
                .exceptionally(bug -> new Located.Failed(server.address() + ": " + bug))
                .thenAccept(located -> ended(ref, located));
    }

    /** Looks a destination of a call plan up; several calls may ask for the same. */
    void start(Destination destination) {
        LineConfig now = config.get();
        locator.locate(Destinations.server(destination), now.dns())
                .exceptionally(bug -> new Located.Failed(destination + ": " + bug))
                .thenAccept(located -> events.accept(event(destination, located)));
    }

    private LineEvent event(Destination destination, Located located) {
        if (located instanceof Located.Found found) {
            return new LineEvent.DestinationLocated(destination, found.targets());
        }
        LOG.info("line {}: {}", config.get().line(), ((Located.Failed) located).detail());
        return new LineEvent.DestinationLocated(destination, List.of());
    }

    private void ended(ServerRef ref, Located located) {
        synchronized (this) {
            running.remove(ref);
        }
        events.accept(event(ref, located));
    }

    private LineEvent event(ServerRef ref, Located located) {
        if (located instanceof Located.Found found) {
            if (turns(ref, false)) {
                LOG.info("line {}: {} is found again", config.get().line(), ref);
            }
            long now = clock.nowMs();
            long until = found.ttl().map(ttl -> now + ttl.toMillis()).orElse(Long.MAX_VALUE);
            Map<Target, Long> ends = new HashMap<>();
            found.ttls().forEach((target, ttl) -> ends.put(target, now + ttl.toMillis()));
            return new LineEvent.TargetsLocated(ref, new TargetSet(found.targets(), until, ends));
        }
        String detail = ((Located.Failed) located).detail();
        if (turns(ref, true)) {
            LOG.warn("line {}: {}", config.get().line(), detail);
        } else {
            LOG.debug("line {}: {}", config.get().line(), detail);
        }
        return new LineEvent.LocateFailed(ref, detail);
    }

    /** Whether a server's look-ups were not so before. */
    private synchronized boolean turns(ServerRef ref, boolean fails) {
        return fails ? failing.add(ref) : failing.remove(ref);
    }
}
