// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS out of PEM files, TLS 1.2 at least. */
final class Tls {
    private static final char[] NO_PASSWORD = {};

    private Tls() {}

    /**
     * A factory that trusts and proves as the broker asks for; reads the files it names.
     *
     * @throws IOException with a sentence if one of them cannot be used
     */
    static SSLSocketFactory factory(Broker broker) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(broker), trust(broker.trusted()), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trust(Optional<Path> trusted)
            throws IOException, GeneralSecurityException {
        if (trusted.isEmpty()) {
            return null;
        }
        KeyStore store = empty();
        for (Certificate each : certificates(trusted.get())) {
            store.setCertificateEntry("ca-" + store.size(), each);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(Broker broker) throws IOException, GeneralSecurityException {
        if (broker.certificate().isEmpty() || broker.key().isEmpty()) {
            return null;
        }
        KeyStore store = empty();
        Certificate[] chain = certificates(broker.certificate().get()).toArray(new Certificate[0]);
        PrivateKey key = key(broker.key().get());
        if (!isPair(key, chain[0].getPublicKey())) {
            throw new IOException(
                    broker.key().get() + " is not the key of " + broker.certificate().get());
        }
        store.setKeyEntry("device", key, NO_PASSWORD, chain);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** A broker would only say that the handshake does not add up. */
    private static boolean isPair(PrivateKey key, PublicKey open) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(open.getAlgorithm())) {
            return false;
        }
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        byte[] words = algorithm.getBytes(StandardCharsets.US_ASCII);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(words);
        byte[] signed = signing.sign();
        signing.initVerify(open);
        signing.update(words);
        return signing.verify(signed);
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(Path pem)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException(pem + " holds no certificate in PEM form");
            }
            return new ArrayList<>(found);
        }
    }

    /** What is wrong with a key is never said in the parser's words, which might quote it. */
    private static PrivateKey key(Path pem) throws IOException, GeneralSecurityException {
        String text = Files.readString(pem, StandardCharsets.US_ASCII);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END PRIVATE KEY-----");
        if (from >= 0 && to > from) {
            try {
                byte[] der =
                        Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
                for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
                    try {
                        return KeyFactory.getInstance(algorithm)
                                .generatePrivate(new PKCS8EncodedKeySpec(der));
                    } catch (InvalidKeySpecException another) {
                        // The next one.
                    }
                }
            } catch (IllegalArgumentException notBase64) {
                // Said below, as for a key of another kind.
            }
        }
        throw new IOException(pem + " holds no private key in PEM form, PKCS #8, not encrypted");
    }
}
