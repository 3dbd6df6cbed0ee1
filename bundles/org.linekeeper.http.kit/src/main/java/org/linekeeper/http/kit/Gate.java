// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

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
 * Outside loopback it is who knows the token, or whom a guard behind this lets in.
 */
public final class Gate {
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::([0-9]{1,5}))?");

    private final InetSocketAddress bound;
    private final boolean anyName;
    private final Optional<Token> token;
    private final Set<String> names;

    private Gate(InetSocketAddress bound, boolean anyName, Optional<Token> token) {
        this.bound = bound;
        this.anyName = anyName;
        this.token = token;
        this.names =
                Set.of("localhost", "127.0.0.1", "[::1]").contains(own(bound))
                        ? Set.of("localhost", "127.0.0.1", "[::1]")
                        : Set.of("localhost", "127.0.0.1", "[::1]", own(bound));
    }

    /** For those who work on this host. */
    public static Gate loopback(InetSocketAddress bound) {
        return new Gate(bound, false, Optional.empty());
    }

    /** For those who show a token; the host may be called by any name. */
    public static Gate token(InetSocketAddress bound, Token token) {
        return new Gate(bound, true, Optional.of(token));
    }

    /**
     * For those whom a guard lets in who asks for a cookie, which no page under a foreign name has;
     * the host may be called by any name, also by a proxy's that speaks HTTPS to the world.
     */
    public static Gate guarded(InetSocketAddress bound) {
        return new Gate(bound, true, Optional.empty());
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
        if (!anyName && !names.contains(host.group(1))) {
            throw new Problem(403, "The Host header names another host than this one.");
        }
        if (isForeign(headers, host.group())) {
            throw new Problem(403, "Pages of other origins may not ask here.");
        }
        if (token.isPresent() && !token.get().isShownIn(headers.getFirst("Authorization"))) {
            throw new Problem(401, "The token that stands in the home directory is needed.")
                    .with("WWW-Authenticate", "Bearer realm=\"linekeeper\"");
        }
    }

    private boolean isForeign(Headers headers, String host) {
        List<String> origins = headers.getOrDefault("Origin", List.of());
        if (!origins.isEmpty()) {
            boolean secure = "https".equals(headers.getFirst("X-Forwarded-Proto"));
            String scheme = anyName && token.isEmpty() && secure ? "https://" : "http://";
            String origin = origins.get(0).toLowerCase(Locale.ROOT);
            return origins.size() > 1 || !isOwn(origin, scheme, host);
        }
        // A page that only embeds us sends no Origin, but newer browsers say where it comes from.
        String site = Optional.ofNullable(headers.getFirst("Sec-Fetch-Site")).orElse("none");
        boolean visited = "document".equals(headers.getFirst("Sec-Fetch-Dest"));
        return !site.equals("none") && !site.equals("same-origin") && !visited;
    }

    private boolean isOwn(String origin, String scheme, String host) {
        if (!origin.startsWith(scheme)) {
            return false;
        }
        String place = origin.substring(scheme.length());
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
