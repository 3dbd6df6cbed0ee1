// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that signed itself and its key, made by the JDK's keytool for one test run. */
public record TestCertificate(Path folder, String name) {
    private static final char[] PASSWORD = "secret".toCharArray();

    /**
     * @param options of keytool, such as {@code -ext san=dns:pbx.example}
     */
    public static TestCertificate make(Path folder, String name, String... options)
            throws IOException {
        TestCertificate made = new TestCertificate(folder, name);
        made.keytool(List.of(options), "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name);
        return made;
    }

    /**
     * A certificate that {@code authority} has signed.
     *
     * @param options of keytool for the signature, such as {@code -validity 30}
     */
    static TestCertificate signed(TestCertificate authority, String name, String... options)
            throws IOException, GeneralSecurityException {
        TestCertificate made = make(authority.folder, name);
        String request = made.file(".csr").toString();
        String answer = made.file(".signed").toString();
        made.keytool(List.of(), "-certreq", "-file", request);
        authority.keytool(
                List.of(options), "-gencert", "-rfc", "-infile", request, "-outfile", answer);
        String root = authority.certificateFile().toString();
        made.keytool(List.of(), "-importcert", "-noprompt", "-file", root, "-alias", "ca");
        made.keytool(List.of(), "-importcert", "-noprompt", "-file", answer);
        return made;
    }

    private void keytool(List<String> options, String... arguments) throws IOException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        if (!command.contains("-alias")) {
            command.addAll(List.of("-alias", name));
        }
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        command.addAll(List.of("-keystore", file(".p12").toString()));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(process.exitValue()).as(said).isZero();
    }

    public Path certificateFile() throws IOException, GeneralSecurityException {
        return pem("CERTIFICATE", ".crt", store().getCertificate(name).getEncoded());
    }

    Path keyFile() throws IOException, GeneralSecurityException {
        Key key = store().getKey(name, PASSWORD);
        return pem("PRIVATE KEY", ".key", key.getEncoded());
    }

    /** A server that shows this certificate and trusts its authority. */
    public SSLContext server() throws IOException, GeneralSecurityException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(), PASSWORD);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        Certificate[] chain = store().getCertificateChain(name);
        trusted.setCertificateEntry("root", chain[chain.length - 1]);
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** A client that trusts this certificate alone. */
    SSLContext trust() throws IOException, GeneralSecurityException {
        return TlsTrust.context(Optional.of(certificateFile()), Optional.empty());
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file(".p12").toFile(), PASSWORD);
    }

    private Path pem(String label, String suffix, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        String text = "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label);
        return Files.writeString(file(suffix), text);
    }

    private Path file(String suffix) {
        return folder.resolve(name + suffix);
    }
}
