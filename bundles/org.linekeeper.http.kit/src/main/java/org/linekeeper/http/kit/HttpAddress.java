// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Reads {@code ADDR:PORT}, as {@code --http} takes it; an IPv6 literal stands in brackets. */
public final class HttpAddress {
    private HttpAddress() {}

    /**
     * The address to listen on.
     *
     * @throws IllegalArgumentException with one sentence when the text names none
     */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.isEmpty() || (host.indexOf(':') >= 0 && !bracketed)) {
            throw notAnAddress(text);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw notAnAddress(text);
        }
    }

    /** The form that people and the ready line use, such as {@code 127.0.0.1:8089}. */
    public static String text(InetSocketAddress address) {
        return literal(address.getAddress()) + ":" + address.getPort();
    }

    /** An address as it stands in a URL. */
    public static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.indexOf(':') < 0 ? text : "[" + text + "]";
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(
                "HTTP address " + text + " is not ADDR:PORT of this host.");
    }
}
