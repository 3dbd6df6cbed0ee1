// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.List;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Redundancy;
import org.linekeeper.api.line.ServerRef;

/**
 * Which servers a line's own registration goes through: all of the layer, one at a time, or with
 * concurrent registration the first only, while {@link Standby} keeps the others.
 */
final class Scope {
    private Scope() {}

    /** Whether each server has a registration of its own. Proxies never do. */
    static boolean isConcurrent(LineConfig config) {
        return config.redundancy().registration() == Redundancy.Scheme.CONCURRENT
                && config.outboundProxies().isEmpty()
                && config.servers().size() > 1;
    }

    /** The servers, or proxies, of the line's own registration, in order. */
    static List<ServerRef> own(LineConfig config) {
        return isConcurrent(config) ? config.layerRefs().subList(0, 1) : config.layerRefs();
    }

    /** The servers that one registration goes through: those that a binding at a hop is one of. */
    static List<ServerRef> of(LineConfig config, Hop hop) {
        return isOwn(config, hop) ? own(config) : List.of(hop.ref());
    }

    static boolean isOwn(LineConfig config, Hop hop) {
        return own(config).contains(hop.ref());
    }
}
