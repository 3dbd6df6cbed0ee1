// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linekeeper.console.LineRoutesTest.assertProblem;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.http.kit.Limits;

final class WhoMayAskTest {
    private static final String DIAL = "/api/v1/lines/1/calls";

    @TempDir Path home;

    @Test
    void onLoopbackWhoeverWorksHereButNoPageOfAnotherOrigin() throws IOException {
        try (Phone phone = new Phone()) {
            String own = "http://127.0.0.1:" + phone.port();
            for (String foreign : List.of("http://evil.example", "null", own + "1")) {
                assertProblem(phone.send("POST", DIAL, "{\"to\":\"1\"}", "Origin", foreign), 403);
            }
            assertThat(phone.lines.asked).isEmpty();
            assertThat(phone.send("POST", DIAL, "{\"to\":\"1\"}", "Origin", own).statusCode())
                    .isEqualTo(201);
        }
    }

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
