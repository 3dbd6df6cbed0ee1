// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTrustTest {
    @TempDir static Path folder;
    private static TestCertificate one;
    private static TestCertificate two;

    @BeforeAll
    static void makeCertificates() throws IOException {
        one = TestCertificate.make(folder, "one");
        two = TestCertificate.make(folder, "two");
    }

    @Test
    void textAroundAndBetweenCertificatesIsSkipped() throws Exception {
        String both =
                "# ours\n"
                        + Files.readString(one.certificateFile())
                        + "\r\n subject: two\r\n"
                        + Files.readString(two.certificateFile()).replace("\n", "\r\n");
        Path file = Files.writeString(folder.resolve("both.pem"), both);

        assertThat(TlsTrust.context(Optional.of(file), Optional.empty()).getProtocol())
                .isEqualTo("TLS");
    }

    @Test
    void missingFileIsNamed() {
        Path file = folder.resolve("missing.pem");

        assertRefused(file).hasMessage(file + ": no such file");
    }

    @Test
    void folderIsNoFile() {
        assertRefused(folder).hasMessage(folder + ": cannot be read");
    }

    @Test
    void fileWithoutACertificateIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("empty.pem"), "no certificate");

        assertRefused(file).hasMessage(file + ": no certificate in PEM form in it");
    }

    @Test
    void partThatIsNoCertificateIsNamed() throws Exception {
        String good = Files.readString(one.certificateFile());
        Path file =
                Files.writeString(
                        folder.resolve("bad.pem"),
                        good + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertRefused(file).hasMessage(file + ": certificate 2 cannot be understood");
    }

    @Test
    void hugeFileIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("huge.pem"), new byte[1024 * 1024 + 1]);

        assertRefused(file).hasMessage(file + ": over 1 MiB");
    }

    @Test
    void keyOfAnotherCertificateIsRefused() throws Exception {
        Path key = two.keyFile();
        Path certificate = one.certificateFile();

        assertRefused(certificate, key).hasMessage(key + ": not the key of " + certificate);
    }

    @Test
    void fileWithoutAKeyIsNamed() throws Exception {
        Path certificate = one.certificateFile();

        assertRefused(certificate, certificate)
                .hasMessage(certificate + ": no private key in PEM form in it");
    }

    @Test
    void keyOfAnotherFormIsRefusedWithTheWayOut() throws Exception {
        Path key =
                Files.writeString(
                        folder.resolve("old.key"),
                        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n"
                                + "-----END ENCRYPTED PRIVATE KEY-----\n");

        assertRefused(one.certificateFile(), key)
                .hasMessageStartingWith(key + ": a key of the form ENCRYPTED PRIVATE KEY; openssl");
    }

    @Test
    void keyThatIsGarbageIsRefused() throws Exception {
        Path key =
                Files.writeString(
                        folder.resolve("garbage.key"),
                        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        assertRefused(one.certificateFile(), key).hasMessage(key + ": no EC key");
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(Path authorities) {
        return assertThatThrownBy(
                        () -> TlsTrust.context(Optional.of(authorities), Optional.empty()))
                .isInstanceOf(IOException.class);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(Path certificate, Path key) {
        TlsTrust.Identity identity = new TlsTrust.Identity(certificate, key);
        return assertThatThrownBy(() -> TlsTrust.context(Optional.empty(), Optional.of(identity)))
                .isInstanceOf(IOException.class);
    }
}
