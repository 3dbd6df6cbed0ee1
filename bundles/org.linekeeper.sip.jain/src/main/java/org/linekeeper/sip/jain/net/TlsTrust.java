// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom a line trusts under TLS, and how it shows who it is. Reads files: not for the loop. */
public final class TlsTrust {
    private static final char[] NO_PASSWORD = {};
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private TlsTrust() {}

    /**
     * Our own certificate, for servers that ask for one.
     *
     * @param certificates PEM, our own first, then what leads to its authority
     * @param key PEM, PKCS #8, not encrypted
     */
    public record Identity(Path certificates, Path key) {}

    /**
     * @param authorities PEM file of the only ones to trust; empty = those of the JDK
     * @throws IOException with one sentence that names the file and what is wrong with it
     */
    public static SSLContext context(Optional<Path> authorities, Optional<Identity> identity)
            throws IOException {
        TrustManager[] trust = null;
        if (authorities.isPresent()) {
            trust = trust(authorities.get());
        }
        KeyManager[] keys = {};
        if (identity.isPresent()) {
            keys = keys(identity.get());
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trust(Path file) throws IOException {
        try {
            KeyStore store = emptyStore();
            for (Certificate each : certificates(file)) {
                store.setCertificateEntry("ca-" + store.size(), each);
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static KeyManager[] keys(Identity identity) throws IOException {
        List<Certificate> chain = certificates(identity.certificates());
        PublicKey open = chain.get(0).getPublicKey();
        PrivateKey key = key(identity.key(), open.getAlgorithm());
        try {
            if (!belong(key, open)) {
                throw new IOException(
                        identity.key() + ": not the key of " + identity.certificates());
            }
            KeyStore store = emptyStore();
            store.setKeyEntry("line", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException(identity.key() + ": " + e.getMessage(), e);
        }
    }

    private static List<Certificate> certificates(Path file) throws IOException {
        List<Certificate> certificates = new ArrayList<>();
        for (Pem part : Pem.read(file)) {
            if (part.label().equals("CERTIFICATE")) {
                try {
                    certificates.add(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(part.content())));
                } catch (CertificateException e) {
                    int number = certificates.size() + 1;
                    throw new IOException(
                            file + ": certificate " + number + " cannot be understood", e);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + ": no certificate in PEM form in it");
        }
        return certificates;
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException {
        for (Pem part : Pem.read(file)) {
            if (part.label().equals("PRIVATE KEY")) {
                try {
                    return KeyFactory.getInstance(algorithm)
                            .generatePrivate(new PKCS8EncodedKeySpec(part.content()));
                } catch (InvalidKeySpecException e) {
                    throw new IOException(file + ": no " + algorithm + " key", e);
                } catch (GeneralSecurityException e) {
                    throw new IOException(file + ": " + algorithm + " keys are not known", e);
                }
            }
            if (part.label().endsWith("PRIVATE KEY")) {
                throw new IOException(
                        file
                                + ": a key of the form "
                                + part.label()
                                + "; openssl pkcs8 -topk8 -nocrypt makes one that is understood");
            }
        }
        throw new IOException(file + ": no private key in PEM form in it");
    }

    private static boolean belong(PrivateKey key, PublicKey open) throws GeneralSecurityException {
        String algorithm = SIGNATURES.get(open.getAlgorithm());
        if (algorithm == null) {
            return true;
        }
        byte[] probe = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(probe);
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(open);
        checking.update(probe);
        return checking.verify(signing.sign());
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
