// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.linekeeper.http.kit.Request;

/** Where a request comes from, as far as a proxy before us tells. */
final class Origin {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    /** What a proxy adds: with one of these a request is not that of somebody on this host. */
    private static final List<String> FORWARDED =
            List.of(
                    "Forwarded",
                    "Via",
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Forwarded-Prefix",
                    "X-Forwarded-Proto",
                    "X-Real-IP");

    private Origin() {}

    /** The address, and behind a proxy also the one that the proxy saw. */
    static String of(Request request) {
        String direct = request.from().getHostAddress();
        return request.header("X-Forwarded-For")
                .map(list -> list.substring(list.lastIndexOf(',') + 1).strip())
                .filter(text -> ADDRESS.matcher(text).matches())
                .map(seen -> seen + " via " + direct)
                .orElse(direct);
    }

    /** Tells clients apart; a proxy's word is taken when it is on this host. */
    static String client(Request request) {
        return request.from().isLoopbackAddress() ? of(request) : request.from().getHostAddress();
    }

    /** Whether a client on this host asks, without a proxy between. */
    static boolean isHere(Request request) {
        return request.from().isLoopbackAddress()
                && FORWARDED.stream().noneMatch(name -> request.header(name).isPresent());
    }

    /** Whether the browser speaks HTTPS, if not to us. */
    static boolean isSecure(Request request) {
        return request.header("X-Forwarded-Proto").equals(Optional.of("https"));
    }

    /** What a proxy takes away from the path before it comes to us, such as {@code /fleet}. */
    static String prefix(Request request) {
        return request.header("X-Forwarded-Prefix")
                .filter(text -> text.length() <= 200 && PREFIX.matcher(text).matches())
                .orElse("");
    }

    /** The address of our root as the browser knows it; the gate has checked the host. */
    static String root(Request request) {
        String scheme = isSecure(request) ? "https://" : "http://";
        return scheme + request.header("Host").orElseThrow() + prefix(request) + "/";
    }

    /** UTC, always with milliseconds. */
    static String time(Instant time) {
        return FORM.format(time);
    }
}
