// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Where a request goes: it decides domain, Route and registration.
 *
 * @param server index of the line's server, 0 = primary
 * @param proxy index of the outbound proxy, empty = none
 * @param target the place on the wire; the proxy's if there is one
 * @param away whether the target is a call plan's own destination and none of the line's: no
 *     settings and no registration belong to it, and {@code server} only names the caller's domain
 */
public record Hop(int server, OptionalInt proxy, Target target, boolean away) {
    public Hop {
        Objects.requireNonNull(proxy);
        Objects.requireNonNull(target);
    }

    /** A hop of the line's own. */
    public Hop(int server, OptionalInt proxy, Target target) {
        this(server, proxy, target, false);
    }

    /** A hop straight to a server. */
    public static Hop direct(int server, Target target) {
        return new Hop(server, OptionalInt.empty(), target);
    }

    /** A hop to a target of this server or, for the first server, of this proxy. */
    public static Hop to(ServerRef ref, Target target) {
        return ref.layer() == ServerRef.Layer.PROXY
                ? new Hop(0, OptionalInt.of(ref.index()), target)
                : direct(ref.index(), target);
    }

    /** A hop to a destination of a call plan, for a caller in the domain of this server. */
    public static Hop away(int server, Target target) {
        return new Hop(server, OptionalInt.empty(), target, true);
    }

    /** The server or proxy whose target this is; with {@link #away} that of the domain. */
    public ServerRef ref() {
        return proxy.isPresent() ? ServerRef.proxy(proxy.getAsInt()) : ServerRef.server(server);
    }
}
