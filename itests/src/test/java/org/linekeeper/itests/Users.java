// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Passwords and certificates as the guide makes them, in a directory. */
final class Users {
    static final String PASSWORD = "pass word";

    private Users() {}

    /** The file passwords, made by mosquitto's own tool. */
    static void passwords(Path directory, List<String> names) throws Exception {
        Path tool = RealServers.need("mosquitto_passwd", "mosquitto");
        Path file = directory.resolve("passwords");
        Files.createFile(file);
        for (String name : names) {
            run(directory, List.of(tool.toString(), "-b", file.toString(), name, PASSWORD));
        }
    }

    /** Runs the script beside the documented configuration. */
    static void certificates(Path directory, String... words) throws Exception {
        RealServers.need("openssl", "openssl");
        Path script = ImageFiles.root().resolve("examples/mosquitto/certificates");
        run(directory, Stream.concat(Stream.of(script.toString()), Stream.of(words)).toList());
    }

    private static void run(Path directory, List<String> command) throws Exception {
        Path said = Files.createTempFile("users", ".out");
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(process.waitFor()).as("%s: %s", command, Files.readString(said)).isZero();
        Files.delete(said);
    }

    /** For a client that trusts that directory's authority and shows what that one has signed. */
    static SSLContext tls(Path directory, String name) throws Exception {
        KeyStore own = empty();
        own.setKeyEntry(
                "own",
                key(directory.resolve(name + ".key")),
                new char[0],
                new Certificate[] {certificate(directory.resolve(name + ".pem"))});
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust(directory).getTrustManagers(), null);
        return context;
    }

    /** For a client that trusts that directory's authority and has nothing to show. */
    static SSLContext tls(Path directory) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(directory).getTrustManagers(), null);
        return context;
    }

    private static TrustManagerFactory trust(Path directory) throws Exception {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("authority", certificate(directory.resolve("ca.pem")));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust;
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate certificate(Path pem) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(pem)));
    }

    private static PrivateKey key(Path pem) throws Exception {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der(pem)));
    }

    private static byte[] der(Path pem) throws IOException {
        String text = Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
        return Base64.getDecoder().decode(text);
    }
}
