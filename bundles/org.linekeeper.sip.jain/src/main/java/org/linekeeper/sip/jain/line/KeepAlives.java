// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.linekeeper.api.line.Keepalive;
import org.linekeeper.api.line.Target;
import org.linekeeper.sip.jain.net.Scheduler;

/** Double CRLF to the current target, each interval (RFC 5626 section 3.5.1). */
final class KeepAlives {
    private static final byte[] PING = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Scheduler scheduler;
    private final BiConsumer<Target, byte[]> wire;
    private Optional<Target> target = Optional.empty();
    private Keepalive how = Keepalive.CRLF_25;
    private Optional<Scheduler.Timer> next = Optional.empty();

    KeepAlives(Scheduler scheduler, BiConsumer<Target, byte[]> wire) {
        this.scheduler = scheduler;
        this.wire = wire;
    }

    /** Goes to another target, or on with the same one without a new beginning. */
    void to(Optional<Target> place, Keepalive wish) {
        if (!place.equals(target) || !wish.equals(how)) {
            next.ifPresent(Scheduler.Timer::cancel);
            next = Optional.empty();
            target = place;
            how = wish;
            schedule();
        }
    }

    void configure(Keepalive wish) {
        to(target, wish);
    }

    void stop() {
        to(Optional.empty(), how);
    }

    private void schedule() {
        boolean wanted = how.kind() == Keepalive.Kind.CRLF && how.intervalSeconds() > 0;
        if (target.isPresent() && wanted) {
            next = Optional.of(scheduler.schedule(1000L * how.intervalSeconds(), this::ping));
        }
    }

    private void ping() {
        target.ifPresent(there -> wire.accept(there, PING));
        schedule();
    }
}
