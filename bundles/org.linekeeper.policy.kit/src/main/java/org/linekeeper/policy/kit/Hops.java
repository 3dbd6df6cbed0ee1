// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.TargetSet;

/** Lists of hops. */
final class Hops {
    private Hops() {}

    /** The servers or, if there are any, the proxies of a line. */
    static List<ServerRef> layer(LineState state) {
        boolean proxies = !state.config().outboundProxies().isEmpty();
        List<ServerRef> refs = new ArrayList<>();
        for (int i = 0; i < state.config().layer().size(); i++) {
            refs.add(proxies ? ServerRef.proxy(i) : ServerRef.server(i));
        }
        return refs;
    }

    /** All hops that are known, in configured order. */
    static List<Hop> configured(LineState state) {
        List<Hop> hops = new ArrayList<>();
        for (ServerRef ref : layer(state)) {
            TargetSet set = state.targets().get(ref);
            if (set != null) {
                set.targets().forEach(target -> hops.add(hop(ref, target)));
            }
        }
        return hops;
    }

    private static Hop hop(ServerRef ref, Target target) {
        return ref.layer() == ServerRef.Layer.PROXY
                ? new Hop(0, OptionalInt.of(ref.index()), target)
                : Hop.direct(ref.index(), target);
    }

    /** Whether this is the first target of the first server, or proxy. */
    static boolean isPrimary(LineState state, Hop hop) {
        // A first server without targets leaves the second one's at the head of the list.
        return hop.ref().index() == 0 && configured(state).indexOf(hop) == 0;
    }

    /** The hops better than {@code hop}; all of them if it is not among them. */
    static List<Hop> before(List<Hop> all, Hop hop) {
        int place = all.indexOf(hop);
        return place < 0 ? all : all.subList(0, place);
    }

    /** The same hops with one moved to the front, if it is among them. */
    static List<Hop> first(Hop hop, List<Hop> all) {
        if (!all.contains(hop)) {
            return all;
        }
        List<Hop> moved = new ArrayList<>(all);
        moved.remove(hop);
        moved.add(0, hop);
        return moved;
    }
}
