// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.util.ArrayList;
import java.util.List;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.ServerRef;

/** Lists of hops. */
final class Hops {
    private Hops() {}

    /** Whether this is the first target of the first server, or proxy. */
    static boolean isPrimary(LineState state, Hop hop) {
        // A first server without targets leaves the second one's at the head of the list.
        return hop.ref().index() == 0 && state.hops().indexOf(hop) == 0;
    }

    /** The hops to the targets of one server, or proxy. */
    static List<Hop> of(LineState state, ServerRef ref) {
        return state.hops().stream().filter(hop -> hop.ref().equals(ref)).toList();
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

    /** {@code front}, then whatever else is in {@code all}. */
    static List<Hop> then(List<Hop> front, List<Hop> all) {
        List<Hop> both = new ArrayList<>(front);
        all.stream().filter(hop -> !front.contains(hop)).forEach(both::add);
        return both;
    }
}
