// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.linekeeper.schema.Payload;

/** How a connection is asked for. */
final class Options {
    private static final int CONNECT_SECONDS = 10;
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final long SESSION_SECONDS = 3_600;
    private static final int RECEIVE_MAXIMUM = 1_000;
    private static final int HEAD_BYTES = 8 << 10;

    private Options() {}

    /** Reads the files that the access names. */
    static MqttConnectionOptions of(Access access) throws IOException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        // What came while nobody listened is still there, unless the broker was killed.
        options.setCleanStart(false);
        options.setSessionExpiryInterval(SESSION_SECONDS);
        options.setConnectionTimeout(CONNECT_SECONDS);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        // No maximum of topic aliases: Paho cannot read messages that have some.
        options.setReceiveMaximum(RECEIVE_MAXIMUM);
        options.setMaximumPacketSize((long) Payload.MAX_BYTES + HEAD_BYTES);
        access.user().ifPresent(options::setUserName);
        if (access.passwordFile().isPresent()) {
            options.setPassword(
                    Files.readAllLines(access.passwordFile().get()).stream()
                            .findFirst()
                            .orElse("")
                            .getBytes(StandardCharsets.UTF_8));
        }
        if (access.tls()) {
            options.setSocketFactory(tls(access));
            options.setHttpsHostnameVerificationEnabled(true);
        }
        return options;
    }

    private static SSLSocketFactory tls(Access access) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            KeyStore store = null;
            if (access.trusted().isPresent()) {
                store = store(access.trusted().get());
            }
            trust.init(store);
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static KeyStore store(Path pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + store.size(), each);
            }
        }
        return store;
    }
}
