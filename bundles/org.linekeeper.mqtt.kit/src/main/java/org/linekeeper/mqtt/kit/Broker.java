// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which broker, and how to prove who we are.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param tls whether to speak TLS
 * @param clientId names us to the broker: no two may have the same
 * @param user empty = none
 * @param password empty = none
 * @param trusted PEM file of certificates that the broker's is checked against; empty = the JDK's
 * @param certificate PEM file of our certificate
 * @param key PEM file of its private key, PKCS #8
 */
public record Broker(
        String host,
        int port,
        boolean tls,
        String clientId,
        Optional<String> user,
        Optional<Password> password,
        Optional<Path> trusted,
        Optional<Path> certificate,
        Optional<Path> key) {
    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final String PREFIX = "linekeeper.mqtt";
    private static final String HERE = "mqtt://127.0.0.1:1883";

    /**
     * What the properties {@code linekeeper.mqtt}, {@code .user}, {@code .password-file}, {@code
     * .ca}, {@code .cert} and {@code .key} say; without the first a broker at this machine.
     *
     * @throws IllegalArgumentException with one sentence if something cannot be
     */
    public static Broker of(Function<String, Optional<String>> find, String clientId) {
        Address address = Address.of(find.apply(PREFIX).orElse(HERE));
        return new Broker(
                address.host(),
                address.port(),
                address.tls(),
                clientId,
                find.apply(PREFIX + ".user"),
                find.apply(PREFIX + ".password-file").map(Path::of).map(Password::ofFile),
                find.apply(PREFIX + ".ca").map(Path::of),
                find.apply(PREFIX + ".cert").map(Path::of),
                find.apply(PREFIX + ".key").map(Path::of));
    }

    /** One that is proven to with a user and a password only. */
    public static Broker of(
            Address address, String clientId, Optional<String> user, Optional<Password> password) {
        return new Broker(
                address.host(),
                address.port(),
                address.tls(),
                clientId,
                user,
                password,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** HOST:PORT, for people. */
    public String place() {
        return host + ":" + port;
    }

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
