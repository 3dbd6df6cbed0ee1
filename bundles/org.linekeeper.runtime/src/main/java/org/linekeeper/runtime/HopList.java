// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.TargetSet;

/** The hops of a line in configured order: what "position" counts. */
final class HopList {
    private HopList() {}

    static List<Hop> of(LineState state) {
        boolean proxies = !state.config().outboundProxies().isEmpty();
        List<Hop> hops = new ArrayList<>();
        for (int i = 0; i < state.config().layer().size(); i++) {
            ServerRef ref = proxies ? ServerRef.proxy(i) : ServerRef.server(i);
            TargetSet set = state.targets().get(ref);
            if (set != null) {
                for (Target target : set.targets()) {
                    hops.add(
                            proxies
                                    ? new Hop(0, OptionalInt.of(i), target)
                                    : Hop.direct(i, target));
                }
            }
        }
        return hops;
    }
}
