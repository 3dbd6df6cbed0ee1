// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Transport;

/** What a destination's URI says of the place to ask (RFC 3263 section 4). */
final class Destinations {
    private static final Pattern PLACE =
            Pattern.compile(
                    "sips?:(?:[^@]*@)?(\\[[0-9A-Fa-f:.]+]|[^@:;?\\[\\]]+)(?::(\\d{1,5}))?(?:[;?].*)?",
                    Pattern.CASE_INSENSITIVE);

    private Destinations() {}

    /**
     * A server of the host, port and transport that a destination names; one without an address,
     * which no look-up finds, if the URI names none.
     */
    static Server server(Destination destination) {
        Matcher found = PLACE.matcher(destination.uri());
        boolean named = found.matches();
        String host = named ? found.group(1).replaceAll("[\\[\\]]", "") : "";
        int port = named && found.group(2) != null ? Integer.parseInt(found.group(2)) : 0;
        boolean usable = port <= 65535;
        Transport transport = destination.transport().orElse(Transport.UDP);
        return Server.at(usable ? host : "")
                .with(draft -> draft.port(usable ? port : 0).transport(transport));
    }
}
