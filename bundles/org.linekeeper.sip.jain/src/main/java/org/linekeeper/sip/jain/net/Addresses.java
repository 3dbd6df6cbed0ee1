// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.linekeeper.api.line.Target;

/** Reads IP literals, and never asks DNS. */
final class Addresses {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    private Addresses() {}

    static Optional<InetSocketAddress> of(Target target) {
        return literal(target.address())
                .map(address -> new InetSocketAddress(address, target.port()));
    }

    static Optional<InetAddress> literal(String text) {
        // What has a colon, or four octets, Java takes as it is or refuses, without DNS.
        if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
