// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.digest;

import org.linekeeper.sip.jain.message.Header;
import org.linekeeper.sip.jain.message.Uri;

/** The answer to a challenge (RFC 7616 section 3.4). Pure. */
final class Answer {
    private Answer() {}

    /**
     * The Authorization or Proxy-Authorization header.
     *
     * @param challenge what to answer
     * @param user the user name
     * @param password the password
     * @param method of the request
     * @param uri the Request-URI
     * @param count how often the nonce is used with this, from 1
     * @param cnonce drawn by us
     */
    static Header to(
            Challenge challenge,
            String user,
            String password,
            String method,
            String uri,
            int count,
            String cnonce) {
        String nc = String.format("%08x", count);
        String response = response(challenge, user, password, method, uri, nc, cnonce);
        StringBuilder value = new StringBuilder("Digest username=").append(quoted(user));
        value.append(", realm=\"").append(challenge.realm());
        value.append("\", nonce=\"").append(challenge.nonce());
        value.append("\", uri=\"").append(uri);
        value.append("\", response=\"").append(response).append('"');
        if (challenge.named()) {
            value.append(", algorithm=").append(name(challenge.algorithm()));
        }
        if (challenge.qop()) {
            value.append(", qop=auth, nc=").append(nc);
            value.append(", cnonce=\"").append(cnonce).append('"');
        }
        if (!challenge.opaque().isEmpty()) {
            value.append(", opaque=\"").append(challenge.opaque()).append('"');
        }
        return new Header(
                challenge.proxy() ? "Proxy-Authorization" : "Authorization", value.toString());
    }

    /**
     * An Authorization without a nonce, as the first REGISTER to a server may carry it: the user is
     * named, and nothing is proved. The form is that of 3GPP TS 24.229 section 5.1.1.2.
     *
     * @param uri the Request-URI, whose host is taken for the realm
     */
    static Header unasked(String user, String uri) {
        String realm = Uri.parse(uri).map(Uri::host).orElse("");
        String who = "Digest username=" + quoted(user) + ", realm=" + quoted(realm);
        String rest = ", nonce=\"\", uri=\"" + uri + "\", response=\"\"";
        return new Header("Authorization", who + rest);
    }

    static String response(
            Challenge challenge,
            String user,
            String password,
            String method,
            String uri,
            String nc,
            String cnonce) {
        Algorithm hash = challenge.algorithm();
        String realm = unescaped(challenge.realm());
        String first = hash.hash(user + ":" + realm + ":" + password);
        String second = hash.hash(method + ":" + uri);
        String middle =
                challenge.qop()
                        ? challenge.nonce() + ":" + nc + ":" + cnonce + ":auth"
                        : challenge.nonce();
        return hash.hash(first + ":" + middle + ":" + second);
    }

    private static String name(Algorithm algorithm) {
        return algorithm == Algorithm.MD5 ? "MD5" : "SHA-256";
    }

    private static String quoted(String text) {
        String safe = text.replaceAll("\\p{Cntrl}", "");
        return "\"" + safe.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String unescaped(String quoted) {
        return quoted.replaceAll("\\\\(.)", "$1");
    }
}
