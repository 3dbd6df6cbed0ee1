// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which broker, and as whom.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param tls whether to speak TLS; the certificate must be for that host
 * @param clientId names this collector to the broker: no two may have the same
 * @param user empty = none
 * @param passwordFile its first line is the password; read anew for each connection
 * @param trusted PEM file of certificates to trust; empty = those of the JDK
 */
record Access(
        String host,
        int port,
        boolean tls,
        String clientId,
        Optional<String> user,
        Optional<Path> passwordFile,
        Optional<Path> trusted) {
    private static final int PORT = 1_883;
    private static final int TLS_PORT = 8_883;

    /**
     * Without a user, trusting whom the JDK trusts.
     *
     * @param url {@code mqtt://HOST[:PORT]} or {@code mqtts://HOST[:PORT]}
     * @throws IllegalArgumentException with a sentence that does not quote the URL: people write
     *     passwords into those
     */
    static Access of(String url, String clientId) {
        Optional<URI> uri = parsed(url);
        boolean tls = uri.map(URI::getScheme).filter("mqtts"::equals).isPresent();
        boolean known = tls || uri.map(URI::getScheme).filter("mqtt"::equals).isPresent();
        if (!known || !isBare(uri.get())) {
            throw new IllegalArgumentException(
                    "--mqtt is not of the form mqtt://HOST[:PORT] or mqtts://HOST[:PORT].");
        }
        int port = uri.get().getPort() < 0 ? tls ? TLS_PORT : PORT : uri.get().getPort();
        Optional<Path> none = Optional.empty();
        return new Access(uri.get().getHost(), port, tls, clientId, Optional.empty(), none, none);
    }

    private static Optional<URI> parsed(String url) {
        try {
            return Optional.of(new URI(url));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isBare(URI uri) {
        return uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null
                && (uri.getPath().isEmpty() || uri.getPath().equals("/"))
                && uri.getPort() != 0
                && uri.getPort() <= 65_535;
    }

    /** As Paho wants it. */
    String uri() {
        return (tls ? "ssl://" : "tcp://") + host + ":" + port;
    }
}
