// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.linekeeper.api.line.Hop;
import org.linekeeper.sip.jain.message.NameAddress;
import org.linekeeper.sip.jain.message.SipResponse;

/**
 * The way that each registrar told for requests of its phones (RFC 3608), kept for the hop where
 * the binding stands: on another hop it would lead to a server that knows nothing of us.
 */
public final class ServiceRoutes {
    /** As many as a line can have bindings; beyond it the eldest is forgotten. */
    private static final int MAX_HOPS = 64;

    private static final int MAX_ENTRIES = 16;

    private final Map<Hop, List<String>> routes = new LinkedHashMap<>();

    /** Takes what a 2xx to a REGISTER says, which may be nothing, for what was said before. */
    public void learn(Hop hop, SipResponse granted) {
        List<String> told =
                NameAddress.parseAll("Route", granted.headers("Service-Route"))
                        .orElse(List.of())
                        .stream()
                        .filter(entry -> entry.uri().isSip())
                        .filter(entry -> entry.uri().parameters().containsKey("lr"))
                        .map(NameAddress::text)
                        .toList();
        forget(hop);
        if (!told.isEmpty() && told.size() <= MAX_ENTRIES) {
            if (routes.size() == MAX_HOPS) {
                routes.remove(routes.keySet().iterator().next());
            }
            routes.put(hop, told);
        }
    }

    /** No binding stands there any more. */
    public void forget(Hop hop) {
        routes.remove(hop);
    }

    List<String> of(Hop hop) {
        return routes.getOrDefault(hop, List.of());
    }
}
