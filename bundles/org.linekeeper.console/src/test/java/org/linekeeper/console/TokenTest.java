// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenTest {
    @TempDir Path home;

    @Test
    void outsideLoopbackOnlyTheTokenOpens() throws Exception {
        InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 0);
        try (Console console =
                Console.open(
                        everywhere,
                        Optional.of(home),
                        Limits.STANDARD,
                        new FakeLines(),
                        new FakeTransitions())) {
            int port = console.address().getPort();
            String token = Files.readString(home.resolve("token")).strip();

            HttpResponse<String> refused = get(port, "");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer realm=\"linekeeper\"");
            assertThat(get(port, "Bearer " + token + "x").statusCode()).isEqualTo(401);
            assertThat(get(port, "Bearer ").statusCode()).isEqualTo(401);
            assertThat(get(port, "Basic " + token).statusCode()).isEqualTo(401);
            assertThat(get(port, "Bearer " + token).statusCode()).isEqualTo(200);
            assertThat(get(port, "bearer " + token).statusCode()).isEqualTo(200);
        }
    }

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

    @Test
    void withoutAHomeNothingIsServedOutsideLoopback() {
        assertThatThrownBy(
                        () ->
                                Console.open(
                                        new InetSocketAddress("0.0.0.0", 0),
                                        Optional.empty(),
                                        Limits.STANDARD,
                                        new FakeLines(),
                                        new FakeTransitions()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("needs a home directory");
    }

    private static HttpResponse<String> get(int port, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/healthz"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return Phone.CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
