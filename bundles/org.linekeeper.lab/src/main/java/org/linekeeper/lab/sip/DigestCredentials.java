// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an Authorization or Proxy-Authorization field says (RFC 7616 section 3.4).
 *
 * @param fields by lower-case name, quotes taken off
 */
public record DigestCredentials(Map<String, String> fields) {

    /** Empty when the value is no digest or lacks a field that every digest has. */
    public static Optional<DigestCredentials> parse(String value) {
        if (!value.regionMatches(true, 0, "Digest ", 0, 7)) {
            return Optional.empty();
        }
        Map<String, String> fields = Tokens.params(Tokens.split(value.substring(7), ','));
        boolean whole =
                fields.keySet()
                        .containsAll(List.of("username", "realm", "nonce", "uri", "response"));
        return whole ? Optional.of(new DigestCredentials(fields)) : Optional.empty();
    }

    public String user() {
        return get("username");
    }

    public String realm() {
        return get("realm");
    }

    public String nonce() {
        return get("nonce");
    }

    public String uri() {
        return get("uri");
    }

    /** The nonce count, 8 hexadecimal digits; 0 when there is none. */
    public int nonceCount() {
        return get("nc").matches("[0-7][0-9a-fA-F]{7}") ? Integer.parseInt(get("nc"), 16) : 0;
    }

    /** The algorithm; MD5 when none is named, empty when it is none of ours. */
    public Optional<DigestAlgorithm> algorithm() {
        String name = fields.getOrDefault("algorithm", "MD5");
        return List.of(DigestAlgorithm.values()).stream()
                .filter(a -> a.token().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Whether the response proves the password, with {@code qop=auth} and a nonce count. */
    public boolean proves(String password, String method) {
        if (algorithm().isEmpty() || !"auth".equals(get("qop")) || nonceCount() == 0) {
            return false;
        }
        DigestAlgorithm hash = algorithm().get();
        String secret = hash.hex(user() + ":" + realm() + ":" + password);
        String asked = hash.hex(method + ":" + uri());
        String middle = nonce() + ":" + get("nc") + ":" + get("cnonce") + ":auth:";
        return hash.hex(secret + ":" + middle + asked).equalsIgnoreCase(get("response"));
    }

    private String get(String name) {
        return fields.getOrDefault(name, "");
    }
}
