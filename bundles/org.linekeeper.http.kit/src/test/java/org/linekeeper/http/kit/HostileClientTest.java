// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.http.kit.Problems.assertProblem;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a web page, a broken client or a bad one may try. */
final class HostileClientTest {
    private static final String TELL = "/tell";

    private final List<Socket> open = new ArrayList<>();
    private Site site;

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        site.close();
    }

    @Test
    void onlyNamesOfThisHostAreServed() throws IOException {
        site = new Site();
        for (String own : List.of("localhost", "127.0.0.1:1", "[::1]:8089", "LOCALHOST:8089")) {
            assertThat(get("Host: " + own)).as(own).startsWith("HTTP/1.1 200");
        }
        for (String foreign : List.of("evil.example", "localhost.evil.example:80", "127.0.0.2")) {
            assertThat(get("Host: " + foreign)).as(foreign).startsWith("HTTP/1.1 403");
        }
        for (String none : List.of("X: y", "Host: a b", "Host: localhost\r\nHost: localhost")) {
            assertThat(get(none)).as(none).startsWith("HTTP/1.1 400");
        }
        assertThat(site.raw("GET http://localhost/ HTTP/1.0\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void pagesOfOtherOriginsAreNot() throws IOException {
        site = new Site();
        String host = "Host: localhost:" + site.port() + "\r\n";
        String own = "Origin: http://localhost:" + site.port();
        assertThat(get(host + own)).startsWith("HTTP/1.1 200");
        assertThat(get("Host: localhost:7\r\nOrigin: http://localhost:7")).contains(" 200 ");
        for (String foreign :
                List.of(
                        "Origin: null",
                        "Origin: http://localhost:3000",
                        "Origin: https://localhost:" + site.port(),
                        "Origin: http://evil.example",
                        own + "\r\n" + own,
                        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Dest: image",
                        "Sec-Fetch-Site: same-site")) {
            assertThat(get(host + foreign)).as(foreign).startsWith("HTTP/1.1 403");
        }
        assertThat(get(host + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Dest: document"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void aFormOfAPageIsNoJson() throws Exception {
        site = new Site();
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "")) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(site.uri(TELL))
                            .POST(HttpRequest.BodyPublishers.ofString("{\"to\":\"1\"}"));
            if (!type.isEmpty()) {
                request.header("Content-Type", type);
            }
            assertProblem(
                    Site.CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()), 415);
        }
        assertThat(site.told).isEmpty();
    }

    @Test
    void aBodyHasItsLimit() throws IOException {
        site = new Site();
        assertProblem(site.send("POST", TELL, body(Limits.MAX_BODY + 1)), 413);
        assertProblem(site.send("POST", TELL, body(900 << 10)), 413);
        assertThat(site.send("POST", TELL, body(Limits.MAX_BODY)).statusCode()).isEqualTo(204);
    }

    @Test
    void headAndTargetHaveTheirLimits() throws IOException {
        site = new Site();
        assertProblem(site.get("/" + "a".repeat(Limits.MAX_TARGET)), 414);
        assertDropped("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(100_000));
        assertDropped("GET /" + "x".repeat(100_000));
        StringBuilder many = new StringBuilder("GET /healthz HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = 0; i < 100; i++) {
            many.append("X-").append(i).append(": y\r\n");
        }
        assertDropped(many + "\r\n");
        assertThat(site.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void textThatIsNoRequestIsRefused() throws IOException {
        site = new Site();
        assertThat(site.raw("INVITE\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(site.raw("GET /%zz HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(site.raw("\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertDropped("GET mailto:x HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(site.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void pathsLeadNowhereElse() throws IOException {
        site = new Site();
        for (String path :
                List.of(
                        "/../etc/passwd",
                        "/things/../healthz",
                        "/things/..%2f..%2fhealthz",
                        "/things/",
                        "//healthz",
                        "/things//1",
                        "/things/a%0d%0aSet-Cookie:%20x=y",
                        "/things/%00")) {
            String reply =
                    site.raw(
                            "GET "
                                    + path
                                    + " HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Connection: close\r\n\r\n");
            assertThat(reply).as(path).matches("(?s)HTTP/1.1 40[04] .*");
            assertThat(reply).doesNotContain("Set-Cookie: ");
        }
    }

    @Test
    void brokenTextIsNotJson() throws IOException {
        site = new Site();
        byte[] latin = "{\"to\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1);
        try (Socket socket = site.socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST "
                                    + TELL
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: "
                                    + latin.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(latin);
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .contains("not UTF-8");
        }
    }

    @Test
    void slowClientsAreCutOffAndTheOthersServed() throws IOException {
        site = new Site(Site.impatient());
        for (int round = 0; round < 10; round++) {
            // As many as there are threads: one that never ends its head, one its body.
            slow("GET /healthz HTTP/1.1\r\nHost: local");
            slow("POST " + TELL + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{");
            assertThat(site.get("/healthz").statusCode()).isEqualTo(200);
        }
        for (Socket socket : open) {
            assertThat(endOf(socket)).isTrue();
        }
        // 20 cut-off and 130 lost connections later none of them is still counted.
        for (int i = 0; i < 130; i++) {
            slow("GET ").close();
        }
        assertThat(site.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void aClientThatDoesNotReadIsCutOff() throws IOException {
        site = new Site(Site.impatient());
        // More than the kernel holds for a client that does not read.
        site.things.put("big", Reply.of(200, "image/png", new byte[16 << 20]));
        for (int i = 0; i < 2; i++) {
            slow("GET /things/big HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(site.get("/healthz").statusCode()).isEqualTo(200));
    }

    @Test
    void workForAClientIsNotCutOffAsASlowClientIs() throws Exception {
        site = new Site(Site.impatient());
        HttpRequest work =
                HttpRequest.newBuilder(site.uri("/work")).POST(BodyPublishers.noBody()).build();
        CompletableFuture<HttpResponse<Void>> answer =
                Site.CLIENT.sendAsync(work, HttpResponse.BodyHandlers.discarding());
        assertThat(site.working.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(endOf(slow("GET /healthz HTTP/1.1\r\nHost: local"))).isTrue();
        site.enough.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    }

    @Test
    void aThrowIsToldWithoutItsStackTrace() throws IOException {
        site = new Site();

        HttpResponse<String> reply = site.get("/things/bug");

        assertProblem(reply, 500);
        assertThat(reply.body()).doesNotContain("Exception", "things of the bug");
        assertThat(site.get("/healthz").statusCode()).isEqualTo(200);
    }

    private String get(String headers) throws IOException {
        return site.raw("GET /healthz HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n\r\n");
    }

    private Socket slow(String beginning) throws IOException {
        Socket socket = site.socket();
        open.add(socket);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static boolean endOf(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes().length == 0;
        } catch (SocketException e) {
            return true;
        }
    }

    private void assertDropped(String request) {
        String reply;
        try {
            reply = site.raw(request);
        } catch (IOException e) {
            reply = "";
        }
        assertThat(reply).isEmpty();
    }

    private static String body(int size) {
        return "{\"to\":\"" + "x".repeat(size - 9) + "\"}";
    }
}
