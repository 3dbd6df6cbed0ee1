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
 */
public record Hop(int server, OptionalInt proxy, Target target) {
    public Hop {
        Objects.requireNonNull(proxy);
        Objects.requireNonNull(target);
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

    /** The server or proxy whose target this is. */
    public ServerRef ref() {
        return proxy.isPresent() ? ServerRef.proxy(proxy.getAsInt()) : ServerRef.server(server);
    }
}
