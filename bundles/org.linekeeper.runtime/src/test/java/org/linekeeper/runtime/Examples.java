// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.List;
import java.util.OptionalInt;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;

/** Lines, hops and outcomes to try things with. */
final class Examples {
    static final Outcome SILENCE = new Outcome.NoAnswer(7, 32_000);
    static final Outcome OK = granted(3600);

    private Examples() {}

    /** A line of user {@code 10n} with two servers, IP literals. */
    static LineConfig line(int number) {
        return line(number, "192.0.2.1", "192.0.2.2");
    }

    static LineConfig line(int number, String... servers) {
        return LineConfig.line(number)
                .with(
                        draft ->
                                draft.user("10" + number)
                                        .domain("pbx.example")
                                        .servers(
                                                List.of(servers).stream()
                                                        .map(Server::at)
                                                        .toList()));
    }

    static Target target(String address) {
        return new Target(address, 5060, Transport.UDP, address);
    }

    static Hop hop(int server) {
        return Hop.direct(server, target("192.0.2." + (server + 1)));
    }

    static Outcome granted(int seconds) {
        return new Outcome.Response(200, "OK", OptionalInt.empty(), OptionalInt.of(seconds));
    }
}
