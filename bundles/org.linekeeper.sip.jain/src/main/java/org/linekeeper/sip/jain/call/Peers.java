// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Target;
import org.linekeeper.sip.jain.net.Flow;

/** The hops that a line knows, and which of them a message came from. */
final class Peers {
    private List<Hop> known = List.of();

    void know(Collection<Hop> hops) {
        known = List.copyOf(hops);
    }

    /** The hop at the address that a message came from, the one with its port first. */
    Optional<Hop> at(Flow flow) {
        List<Hop> there = known.stream().filter(hop -> isAt(hop.target(), flow)).toList();
        return there.stream()
                .filter(hop -> hop.target().port() == flow.remote().getPort())
                .filter(hop -> hop.target().transport() == flow.transport())
                .findFirst()
                .or(() -> there.stream().findFirst());
    }

    /** A target for requests back to where a message came from. */
    static Target targetOf(Flow flow) {
        String address = flow.remote().getAddress().getHostAddress().split("%", 2)[0];
        return new Target(address, flow.remote().getPort(), flow.transport(), address);
    }

    private static boolean isAt(Target target, Flow flow) {
        try {
            boolean literal = target.address().matches("[0-9.]+|[0-9a-fA-F:.%]*:[0-9a-zA-Z:.%]*");
            return literal
                    && InetAddress.getByName(target.address()).equals(flow.remote().getAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
