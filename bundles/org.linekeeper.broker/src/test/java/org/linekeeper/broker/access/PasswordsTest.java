// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    /** Made by mosquitto_passwd 2.0.11 for "geheim-ü". */
    private static final String UMLAUT =
            "$7$101$dVjy9gvmYWa7Nx9I$EgCvpAXRw9QdWg89g2Y8N8R7OOam7HsPRMN6uppHppx31eND3ZpqJ2tTpD9GqcoP"
                    + "SMrgMSTA/S/sy1GOXVpzrA==";

    /** Made by mosquitto_passwd 2.0.11 for "c0llect". */
    private static final String PLAIN =
            "$7$101$3OyIut7hoGgElKwA$LgBbmAMx1xGa/CY0V4jSs+zf/hDKXuMToRutzl4rYy1uKFZtShZrWgDQrgGYs5FA"
                    + "HuqH7BeFh9d7TVcdSK6yoQ==";

    @TempDir Path directory;

    @Test
    void aHashOfMosquittoFitsItsPasswordAndNoOther() {
        PasswordHash hash = PasswordHash.parse(UMLAUT).orElseThrow();
        assertThat(hash.fits("geheim-ü")).isTrue();
        assertThat(hash.fits("geheim-u")).isFalse();
        assertThat(hash.fits("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "$6$abc$def",
                "$7$0$AAAA$AAAA",
                "$7$-1$dVjy9gvmYWa7Nx9I$AAAA",
                "$7$1000001$dVjy9gvmYWa7Nx9I$AAAA",
                "$7$101$dVjy9gvmYWa7Nx9I$AAAA",
                "$7$101$!$AAAA",
                "$7$99999999999$AAAA$AAAA"
            })
    void whatIsNoHashFitsNothing(String text) {
        assertThat(PasswordHash.parse(text)).isEmpty();
    }

    @Test
    void linesThatMakeNoSenseLeaveTheOthersInForce() throws IOException {
        Path file = directory.resolve("passwords");
        Files.writeString(
                file, "# ours\n\nno colon\nring:" + PLAIN + "\ndev2:open\ndev1:" + PLAIN + "\n");
        Passwords passwords = Passwords.of(file).orElseThrow();
        assertThat(passwords.fit("dev1", "c0llect")).isTrue();
        assertThat(passwords.fit("dev2", "open")).isFalse();
        assertThat(passwords.fit("ring", "c0llect")).isFalse();
        assertThat(passwords.fit("nobody", "")).isFalse();
    }

    @Test
    void aChangedFileIsReadAnewAndAGoneOneStaysInForce() throws IOException {
        Path file = directory.resolve("passwords");
        Files.writeString(file, "dev1:" + PLAIN + "\n");
        Passwords passwords = Passwords.of(file).orElseThrow();
        Files.writeString(file, "dev2:" + PLAIN + "\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(passwords.fit("dev1", "c0llect")).isFalse();
        assertThat(passwords.fit("dev2", "c0llect")).isTrue();
        Files.delete(file);
        assertThat(passwords.fit("dev2", "c0llect")).isTrue();
    }
}
