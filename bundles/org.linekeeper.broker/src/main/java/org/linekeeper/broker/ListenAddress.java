// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Reads and writes {@code ADDR:PORT}; an IPv6 literal stands in brackets. */
final class ListenAddress {
    private ListenAddress() {}

    /**
     * The address to listen on.
     *
     * @throws IllegalArgumentException with one sentence when the text names none
     */
    static InetSocketAddress parse(String text) {
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

    /** The form that people use, such as {@code 127.0.0.1:1883}. */
    static String text(InetSocketAddress address) {
        String literal = address.getAddress().getHostAddress();
        boolean plain = literal.indexOf(':') < 0;
        return (plain ? literal : "[" + literal + "]") + ":" + address.getPort();
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException(
                "MQTT address " + text + " is not ADDR:PORT of this host.");
    }
}
