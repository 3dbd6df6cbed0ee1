// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.digest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.linekeeper.sip.jain.message.AuthenticateHeader;
import org.linekeeper.sip.jain.message.SipResponse;

/**
 * A challenge that we can answer.
 *
 * @param proxy whether it came with 407
 * @param realm the realm, as it stands on the wire
 * @param nonce the nonce
 * @param opaque to be returned as it is; empty if there is none
 * @param algorithm the hash
 * @param named whether the challenge named its hash
 * @param qop whether {@code qop=auth} is offered
 * @param stale whether only the nonce was too old
 */
record Challenge(
        boolean proxy,
        String realm,
        String nonce,
        String opaque,
        Algorithm algorithm,
        boolean named,
        boolean qop,
        boolean stale) {

    /** What is worth one try. Kamailio gives all challenges of one second the same nonce. */
    record Trial(boolean proxy, String realm, String nonce) {}

    Trial trial() {
        return new Trial(proxy, realm, nonce);
    }

    /** The strongest challenge of each realm in a 401 or 407 that can be answered. */
    static List<Challenge> in(SipResponse response) {
        boolean proxy = response.code() == 407;
        String name = proxy ? "Proxy-Authenticate" : "WWW-Authenticate";
        Map<String, Challenge> best = new LinkedHashMap<>();
        for (String value : response.headers(name)) {
            AuthenticateHeader.parse(name, value)
                    .flatMap(header -> read(proxy, header))
                    .ifPresent(found -> best.merge(found.realm(), found, Challenge::stronger));
        }
        return new ArrayList<>(best.values());
    }

    private static Challenge stronger(Challenge one, Challenge other) {
        return other.algorithm().compareTo(one.algorithm()) > 0 ? other : one;
    }

    private static Optional<Challenge> read(boolean proxy, AuthenticateHeader header) {
        String offered = header.parameter("qop");
        boolean qop = Stream.of(offered.split(",")).anyMatch(q -> q.trim().equals("auth"));
        boolean answerable =
                header.scheme().equalsIgnoreCase("Digest")
                        && !header.parameter("nonce").isEmpty()
                        && (qop || offered.isEmpty());
        String algorithm = header.parameter("algorithm");
        return Algorithm.named(algorithm)
                .filter(known -> answerable)
                .map(
                        known ->
                                new Challenge(
                                        proxy,
                                        header.parameter("realm"),
                                        header.parameter("nonce"),
                                        header.parameter("opaque"),
                                        known,
                                        !algorithm.isEmpty(),
                                        qop,
                                        header.parameter("stale").equalsIgnoreCase("true")));
    }
}
