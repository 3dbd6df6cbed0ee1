// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.exchange;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.sip.jain.message.SipResponse;
import org.linekeeper.sip.jain.message.Uri;
import org.linekeeper.sip.jain.message.Via;

/**
 * Where we are, as each target sees it: our own address, or the one that a NAT gave us and that the
 * target told in its responses (RFC 3581).
 */
public final class Places {
    /** As many as a line can have targets; beyond it something is wrong and we start afresh. */
    private static final int MAX = 256;

    private final Function<Target, Optional<InetSocketAddress>> local;
    private final Map<Target, Place> seen = new HashMap<>();

    public Places(Function<Target, Optional<InetSocketAddress>> local) {
        this.local = local;
    }

    /** Where we send to a target from; empty without a route. */
    public Optional<Place> local(Target target) {
        return local.apply(target).map(Place::of);
    }

    /** Where a target reaches us; empty without a route. */
    public Optional<Place> seenBy(Target target) {
        return Optional.ofNullable(seen.get(target)).or(() -> local(target));
    }

    /** Takes in what a response says of our address. */
    void learn(Target target, SipResponse response) {
        Via via = response.topVia();
        Optional<Place> ours = local(target);
        if (ours.isEmpty() || via.received().isEmpty() && via.rport().isEmpty()) {
            return;
        }
        String host = via.received().isEmpty() ? ours.get().host() : via.received();
        boolean moved = !host.equals(ours.get().host());
        // On a connection rport is its far end's view of a port where nobody listens, unless the
        // address is a NAT's: then nothing but this connection leads to us.
        boolean takesPort = target.transport() == Transport.UDP || moved;
        OptionalInt port = takesPort ? via.rport() : OptionalInt.empty();
        Place place = new Place(host, port.orElse(ours.get().port()));
        if (seen.size() >= MAX) {
            seen.clear();
        }
        if (place.equals(ours.get()) || Uri.parse("sip:" + place).isEmpty()) {
            seen.remove(target);
        } else {
            seen.put(target, place);
        }
    }

    /** Our addresses changed. */
    public void forget() {
        seen.clear();
    }

    /**
     * A host and a port.
     *
     * @param host without brackets
     * @param port 1 to 65535
     */
    public record Place(String host, int port) {
        static Place of(InetSocketAddress address) {
            String literal = address.getAddress().getHostAddress();
            return new Place(literal.split("%", 2)[0], address.getPort());
        }

        /** As it stands in a Via or a URI. */
        @Override
        public String toString() {
            return Uri.bracketed(host) + ":" + port;
        }
    }
}
