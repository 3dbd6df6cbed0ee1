// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import org.linekeeper.http.kit.Request;

/**
 * The cookie that carries a session's secret (RFC 6265). Lax: a browser shows it when somebody
 * follows a link from elsewhere, such as a chat's to an incident, but not when another site's page
 * sends something.
 */
final class Cookie {
    private Cookie() {}

    static String of(Request request, String secret) {
        return Access.COOKIE + "=" + secret + attributes(request, Sessions.LONGEST.toSeconds());
    }

    /** Takes it away. */
    static String none(Request request) {
        return Access.COOKIE + "=" + attributes(request, 0);
    }

    private static String attributes(Request request, long seconds) {
        return "; Max-Age="
                + seconds
                + "; Path="
                + Origin.prefix(request)
                + "/; HttpOnly; SameSite=Lax"
                + (Origin.isSecure(request) ? "; Secure" : "");
    }
}
