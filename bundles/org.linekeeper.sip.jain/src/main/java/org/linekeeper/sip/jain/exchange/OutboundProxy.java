// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.exchange;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Transport;
import org.linekeeper.sip.jain.message.Uri;

/** The loose route to an outbound proxy (RFC 3261 section 8.1.2). */
final class OutboundProxy {
    private OutboundProxy() {}

    /** The Route of a request that takes this hop; empty without a proxy. */
    static Optional<String> route(LineConfig config, Hop hop) {
        if (hop.proxy().isEmpty()) {
            return Optional.empty();
        }
        List<Server> proxies = config.outboundProxies();
        int index = hop.proxy().getAsInt();
        // A request may outlive the configuration of its proxy; the target still has its address.
        String uri = index < proxies.size() ? uriOf(proxies.get(index)) : Line.uriOf(hop.target());
        return Optional.of("<" + uri + ";lr>");
    }

    /** As it is configured: its name, and port and transport where they say more than DNS does. */
    private static String uriOf(Server proxy) {
        String port = proxy.port() == 0 ? "" : ":" + proxy.port();
        boolean said = proxy.transport() == Transport.TCP || proxy.transport() == Transport.TLS;
        String transport = said ? ";transport=" + proxy.transport().name() : "";
        return "sip:" + Uri.bracketed(proxy.address()) + port + transport.toLowerCase(Locale.ROOT);
    }
}
