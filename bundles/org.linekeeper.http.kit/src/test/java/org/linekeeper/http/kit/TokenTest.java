// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenTest {
    @TempDir Path home;

    @Test
    void theTokenIsMadeOnceForItsOwnerOnly() throws IOException {
        Token.in(home.resolve("new"));
        Path file = home.resolve("new/token");
        String first = Files.readString(file);
        Token.in(home.resolve("new"));

        assertThat(Files.readString(file)).isEqualTo(first);
        // 256 bits in base64.
        assertThat(first.strip()).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void twoPhonesHaveTwoTokens() throws IOException {
        Token.in(home.resolve("a"));
        Token.in(home.resolve("b"));

        assertThat(Files.readString(home.resolve("a/token")))
                .isNotEqualTo(Files.readString(home.resolve("b/token")));
    }

    @Test
    void aTokenThatOthersCouldReadIsTakenFromThem() throws IOException {
        Path file = Files.writeString(home.resolve("token"), "a-secret-of-my-own\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(Token.in(home).isShownIn("Bearer a-secret-of-my-own")).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aTokenThatIsEasyToGuessIsRefused() throws IOException {
        Files.writeString(home.resolve("token"), "short");

        assertThatThrownBy(() -> Token.in(home))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The access token "
                                + home.resolve("token")
                                + " has to have 16 to 1024 characters.");
    }
}
