// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.util.Map;
import java.util.Optional;

/**
 * A WWW-Authenticate or Proxy-Authenticate header.
 *
 * @param scheme for example Digest
 * @param parameters names in lower case, values without quotes, escapes as they stand
 */
public record AuthenticateHeader(String scheme, Map<String, String> parameters) {
    public AuthenticateHeader {
        parameters = Map.copyOf(parameters);
    }

    /** Reads one header; empty if it is none. */
    public static Optional<AuthenticateHeader> parse(String name, String value) {
        return JainSyntax.challenge(name, value)
                .filter(found -> found.get("") != null)
                .map(found -> new AuthenticateHeader(found.get(""), found));
    }

    /** A parameter's value; empty if there is none. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
