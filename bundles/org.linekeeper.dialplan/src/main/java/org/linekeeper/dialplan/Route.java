// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.call.Dialled;
import org.linekeeper.api.line.CallPlan;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a rule sends a call.
 *
 * @param at the rule's first line in its file
 * @param asDialled whether the rule says nothing: the call goes as without rules
 * @param to the first destination; empty = the dialled address
 * @param transport of the first destination, if it is named
 * @param further the destinations behind the first one
 * @param failover what moves the call on
 */
record Route(
        int at,
        boolean asDialled,
        Optional<Place> to,
        Optional<Transport> transport,
        List<Place> further,
        Failover failover) {
    private static final Logger LOG = LoggerFactory.getLogger(Route.class);

    /** The plan of a call, with what the groups of the rule's patterns found. */
    CallPlan plan(Dialled dialled, List<String> groups) {
        CallPlan plan = CallPlan.to(dialled.to());
        if (asDialled) {
            return plan;
        }
        List<Destination> destinations = new ArrayList<>();
        first(dialled, groups).ifPresent(destinations::add);
        for (Place place : further) {
            usable(place.uri(groups), place.named()).ifPresent(destinations::add);
        }
        return destinations.isEmpty()
                ? plan
                : plan.with(
                        draft -> {
                            draft.destinations(destinations);
                            failover.into(draft);
                        });
    }

    private Optional<Destination> first(Dialled dialled, List<String> groups) {
        if (to.isPresent()) {
            return usable(to.get().uri(groups), transport);
        }
        // An address in the line's own domain is one that the line's own servers know the way to.
        boolean own = SipUri.samePlace(dialled.uri(), dialled.from());
        boolean bounded = dialled.to().length() <= Destination.MOST_URI;
        return own && bounded && transport.isEmpty()
                ? Optional.of(Destination.throughLine(dialled.to()))
                : usable(dialled.uri(), transport);
    }

    private Optional<Destination> usable(String uri, Optional<Transport> named) {
        if (SipUri.isDestination(uri)) {
            return Optional.of(Destination.at(uri, SipUri.transport(uri, named)));
        }
        LOG.warn("the rule of line {} leads to {}, which is no sip: URI; it is left out", at, uri);
        return Optional.empty();
    }
}
