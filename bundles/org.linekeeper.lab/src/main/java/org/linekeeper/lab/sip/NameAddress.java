// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The value of From, To, Contact, Route or Record-Route: a URI, perhaps a name, parameters.
 *
 * @param display the name as written, quotes included; may be empty
 * @param uri as written, {@code *} in a Contact that stands for all bindings
 * @param params of the header field, not of the URI
 */
public record NameAddress(String display, String uri, Map<String, String> params) {

    /** Reads any text; what has no URI gets an empty one. */
    public static NameAddress parse(String text) {
        int open = openBracket(text);
        int close = text.indexOf('>', Math.max(open, 0));
        if (open >= 0 && close > open) {
            List<String> rest = Tokens.split(text.substring(close + 1), ';');
            String uri = text.substring(open + 1, close).trim();
            return new NameAddress(text.substring(0, open).trim(), uri, Tokens.params(rest));
        }
        // RFC 3261 section 20: without angle brackets all parameters belong to the header field.
        List<String> parts = Tokens.split(text, ';');
        if (parts.isEmpty()) {
            return new NameAddress("", "", Map.of());
        }
        Map<String, String> params = Tokens.params(parts.subList(1, parts.size()));
        return new NameAddress("", parts.get(0), params);
    }

    private static int openBracket(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '<' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    public Optional<String> tag() {
        return Optional.ofNullable(params.get("tag")).filter(t -> !t.isEmpty());
    }

    /** The {@code expires} parameter of a Contact, in seconds. */
    public Optional<Integer> expiresSeconds() {
        return Optional.ofNullable(params.get("expires")).flatMap(Tokens::leadingNumber);
    }

    /** The URI taken apart; empty for {@code *} and for anything but sip and sips. */
    public Optional<SipUri> sipUri() {
        return SipUri.parse(uri);
    }

    @Override
    public String toString() {
        String name = display.isEmpty() ? "" : display + " ";
        return name + "<" + uri + ">" + Tokens.format(params);
    }
}
