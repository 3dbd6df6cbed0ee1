// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A self-signed certificate, made by the JDK's own tool.
 *
 * @param context for a server that shows it
 * @param pem the file that trusts it
 */
record Certificate(SSLContext context, Path pem) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    static Certificate in(Path directory, String name) throws Exception {
        return of(directory, name, "ip:127.0.0.1");
    }

    /** For a server that is asked for by a domain, whatever DNS makes of it (RFC 5922). */
    static Certificate ofDomain(Path directory, String domain) throws Exception {
        return of(directory, domain, "dns:" + domain);
    }

    private static Certificate of(Path directory, String name, String subject) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Path pem = directory.resolve(name + ".pem");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + subject,
                "-validity",
                "2");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        String lines =
                Base64.getMimeEncoder().encodeToString(keys.getCertificate(name).getEncoded());
        Files.writeString(
                pem, "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return new Certificate(context, pem);
    }

    private static void keytool(Path store, String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
        command.addAll(List.of(words));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", new String(PASSWORD)));
        Path said = Files.createTempFile(store.getParent(), "keytool", ".out");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(process.waitFor()).as(Files.readString(said)).isZero();
    }
}
