// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import com.sun.net.httpserver.Headers;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may ask at all. On loopback it is whoever works on this host, but no web page: a page's
 * script can reach loopback, under a foreign Origin or, after DNS rebinding, a foreign Host.
 * Outside loopback it is who knows the token.
 */
final class Gate {
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::([0-9]{1,5}))?");

    private final InetSocketAddress bound;
    private final Optional<Token> token;
    private final Set<String> names;

    /**
     * A gate.
     *
     * @param bound where the server listens
     * @param token to be shown by everybody; empty on loopback
     */
    Gate(InetSocketAddress bound, Optional<Token> token) {
        this.bound = bound;
        this.token = token;
        this.names =
                Set.of("localhost", "127.0.0.1", "[::1]").contains(own(bound))
                        ? Set.of("localhost", "127.0.0.1", "[::1]")
                        : Set.of("localhost", "127.0.0.1", "[::1]", own(bound));
    }

    /** Lets a request through or says why not. */
    void check(URI target, Headers headers) {
        if (target.getRawAuthority() != null || target.isAbsolute()) {
            throw new Problem(400, "This is no proxy: the request has to name a path.");
        }
        Matcher host = HOST.matcher(only(headers, "Host").toLowerCase(Locale.ROOT));
        if (!host.matches()) {
            throw new Problem(400, "The Host header names no host.");
        }
        if (token.isEmpty() && !names.contains(host.group(1))) {
            throw new Problem(403, "The Host header names another host than this one.");
        }
        if (isForeign(headers, host.group())) {
            throw new Problem(403, "Pages of other origins may not use this phone.");
        }
        if (token.isPresent() && !token.get().isShownIn(headers.getFirst("Authorization"))) {
            throw new Problem(401, "The token that stands in the phone's home directory is needed.")
                    .with("WWW-Authenticate", "Bearer realm=\"linekeeper\"");
        }
    }

    private boolean isForeign(Headers headers, String host) {
        List<String> origins = headers.getOrDefault("Origin", List.of());
        if (!origins.isEmpty()) {
            return origins.size() > 1 || !isOwn(origins.get(0).toLowerCase(Locale.ROOT), host);
        }
        // A page that only embeds us sends no Origin, but newer browsers say where it comes from.
        String site = Optional.ofNullable(headers.getFirst("Sec-Fetch-Site")).orElse("none");
        boolean visited = "document".equals(headers.getFirst("Sec-Fetch-Dest"));
        return !site.equals("none") && !site.equals("same-origin") && !visited;
    }

    private boolean isOwn(String origin, String host) {
        if (!origin.startsWith("http://")) {
            return false;
        }
        String place = origin.substring("http://".length());
        return place.equals(host)
                || names.stream().anyMatch(name -> place.equals(name + ":" + bound.getPort()));
    }

    private static String own(InetSocketAddress bound) {
        return HttpAddress.literal(bound.getAddress()).toLowerCase(Locale.ROOT);
    }

    private static String only(Headers headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() != 1) {
            throw new Problem(400, "A request has to have one " + name + " header.");
        }
        return values.get(0).strip();
    }
}
