// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** TLS 1.2 and later out of PEM files. */
public final class Tls {
    private static final String KEY = "key.pem";
    private static final String CERTIFICATE = "cert.pem";
    private static final String AUTHORITY = "ca.pem";

    private Tls() {}

    /** Whether clients have to show a certificate. */
    public static boolean demandsCertificates(Path directory) {
        return Files.exists(directory.resolve(AUTHORITY));
    }

    /**
     * What the files in that directory ask for: {@code cert.pem} and {@code key.pem} (PKCS #8, not
     * encrypted) make it TLS, with {@code ca.pem} besides clients have to show a certificate.
     *
     * @throws IOException with one sentence, if some are there and do not do
     */
    public static Optional<SslContext> in(Path directory) throws IOException {
        Path key = directory.resolve(KEY);
        Path certificate = directory.resolve(CERTIFICATE);
        Path authority = directory.resolve(AUTHORITY);
        if (!Files.exists(key) && !Files.exists(certificate)) {
            if (Files.exists(authority)) {
                throw new IOException(
                        authority
                                + " asks for TLS, but there is no "
                                + CERTIFICATE
                                + " beside it.");
            }
            return Optional.empty();
        }
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                            .sslProvider(SslProvider.JDK)
                            .protocols("TLSv1.3", "TLSv1.2");
            if (Files.exists(authority)) {
                builder.trustManager(authority.toFile()).clientAuth(ClientAuth.REQUIRE);
            }
            return Optional.of(builder.build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new IOException(
                    "TLS cannot be set up: "
                            + certificate
                            + " and "
                            + KEY
                            + " beside it have to be a certificate and its key (PKCS #8, not"
                            + " encrypted), "
                            + AUTHORITY
                            + " a certificate, all in PEM form.",
                    e);
        }
    }
}
