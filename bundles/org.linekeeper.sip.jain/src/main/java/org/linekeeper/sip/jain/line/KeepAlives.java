// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Target;
import org.linekeeper.sip.jain.net.Scheduler;
import org.linekeeper.sip.jain.net.Wire;

/** Double CRLF to the current target, each interval (RFC 5626 section 3.5.1). */
final class KeepAlives {
    private static final byte[] PING = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Scheduler scheduler;
    private final Wire wire;
    private Optional<Target> target = Optional.empty();
    private long intervalMs;
    private Optional<Scheduler.Timer> next = Optional.empty();

    KeepAlives(Scheduler scheduler, Wire wire) {
        this.scheduler = scheduler;
        this.wire = wire;
    }

    /** Goes to another target, or on with the same one without a new beginning. */
    void to(Optional<Target> place, LineConfig config) {
        Keepalive how = config.keepalive();
        boolean wanted = how.kind() == Keepalive.Kind.CRLF && how.intervalSeconds() > 0;
        Optional<Target> wish = place.filter(any -> wanted);
        long wishMs = 1000L * how.intervalSeconds();
        if (!wish.equals(target) || wishMs != intervalMs) {
            stop();
            target = wish;
            intervalMs = wishMs;
            schedule();
        }
    }

    void stop() {
        next.ifPresent(Scheduler.Timer::cancel);
        next = Optional.empty();
        target = Optional.empty();
    }

    private void schedule() {
        if (target.isPresent()) {
            next = Optional.of(scheduler.schedule(intervalMs, this::ping));
        }
    }

    private void ping() {
        target.ifPresent(there -> wire.keepAlive(there, PING));
        schedule();
    }
}
