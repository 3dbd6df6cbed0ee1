// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which broker, and how to prove who we are.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param tls whether to speak TLS
 * @param clientId names this device to the broker
 * @param user empty = none
 * @param passwordFile its first line is the password; read anew for each connection
 * @param trusted PEM file of certificates that the broker's is checked against; empty = the JDK's
 * @param certificate PEM file of this device's certificate
 * @param key PEM file of its private key, PKCS #8
 */
public record Broker(
        String host,
        int port,
        boolean tls,
        String clientId,
        Optional<String> user,
        Optional<Path> passwordFile,
        Optional<Path> trusted,
        Optional<Path> certificate,
        Optional<Path> key) {
    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;

    /** Where a URL leads: {@code mqtt://host[:port]} or {@code mqtts://host[:port]}. */
    public record Address(String host, int port, boolean tls) {
        /**
         * Reads a URL.
         *
         * @throws IllegalArgumentException with one sentence if it is none of these
         */
        public static Address of(String url) {
            try {
                URI uri = new URI(url);
                boolean tls = "mqtts".equals(uri.getScheme());
                boolean plain = "mqtt".equals(uri.getScheme());
                boolean bare =
                        uri.getUserInfo() == null
                                && uri.getQuery() == null
                                && uri.getFragment() == null
                                && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
                int port = uri.getPort() < 0 ? tls ? TLS_PORT : PORT : uri.getPort();
                if ((tls || plain) && bare && uri.getHost() != null && port > 0 && port < 65536) {
                    return new Address(uri.getHost(), port, tls);
                }
            } catch (URISyntaxException | NullPointerException notAUrl) {
                // Said below, as for a URL of another kind.
            }
            throw new IllegalArgumentException(
                    "The MQTT URL is not of the form mqtt://HOST[:PORT] or mqtts://HOST[:PORT].");
        }
    }
}
