// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.http.kit.Problems.assertProblem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RepliesTest {
    private static final String LONG = "on primary, on backup; ".repeat(100);

    private Site site;

    @BeforeEach
    void start() throws IOException {
        site = new Site();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void longTextIsGzippedForThoseWhoTakeIt() throws IOException {
        site.things.put("1", Reply.of(200, "text/css; charset=utf-8", LONG));

        for (String takes : List.of("gzip", "deflate, GZIP;q=0.5, br")) {
            HttpResponse<byte[]> reply = site.bytes("/things/1", "Accept-Encoding", takes);
            assertThat(reply.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(reply.headers().firstValue("Vary")).contains("Accept-Encoding");
            assertThat(reply.body().length).isLessThan(200);
            assertThat(unzipped(reply.body())).isEqualTo(LONG);
        }
        for (String takesNot : List.of("identity", "gzip;q=0", "gzip; q=0.000", "*", "xgzip", "")) {
            HttpResponse<byte[]> reply = site.bytes("/things/1", "Accept-Encoding", takesNot);
            assertThat(reply.headers().firstValue("Content-Encoding")).as(takesNot).isEmpty();
            assertThat(reply.headers().firstValue("Vary")).contains("Accept-Encoding");
            assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo(LONG);
        }
    }

    @Test
    void whatIsShortOrNoTextOrHasATagOfItsBytesIsNot() {
        site.things.put("short", Reply.of(200, "text/plain", "x".repeat(1024)));
        site.things.put("image", Reply.of(200, "image/png", new byte[9999]));
        site.things.put("strong", Reply.of(200, "text/plain", LONG).with("ETag", "\"a\""));
        for (String id : site.things.keySet()) {
            HttpResponse<byte[]> reply = site.bytes("/things/" + id, "Accept-Encoding", "gzip");
            assertThat(reply.headers().firstValue("Content-Encoding")).as(id).isEmpty();
        }
    }

    @Test
    void whatWasGzippedOnceIsSentAsItIs() throws IOException {
        Reply once = Reply.of(200, "text/javascript", LONG).gzippedOnce();
        site.things.put("1", once);

        assertThat(site.bytes("/things/1", "Accept-Encoding", "gzip").body())
                .isEqualTo(once.gzipped());
        assertThat(unzipped(once.gzipped())).isEqualTo(LONG);
        assertThat(site.get("/things/1").body()).isEqualTo(LONG);
    }

    @Test
    void aClientThatHasItIsToldSo() {
        site.things.put("1", Reply.of(200, "text/plain", LONG).tagged());
        String tag = site.get("/things/1").headers().firstValue("ETag").orElseThrow();
        assertThat(tag).matches("W/\"[0-9a-f]{24}\"");

        for (String knows : List.of(tag, tag.substring(2), "\"x\", " + tag, "*")) {
            HttpResponse<String> reply = site.get("/things/1", "If-None-Match", knows);
            assertThat(reply.statusCode()).as(knows).isEqualTo(304);
            assertThat(reply.headers().firstValue("ETag")).contains(tag);
            assertThat(reply.body()).isEmpty();
        }
        for (String knowsNot : List.of("\"x\"", "W/", "", tag.replace("W/", "V/"))) {
            assertThat(site.get("/things/1", "If-None-Match", knowsNot).statusCode())
                    .as(knowsNot)
                    .isEqualTo(200);
        }
        site.things.put("1", Reply.of(200, "text/plain", LONG + "!").tagged());
        assertThat(site.get("/things/1", "If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    @Test
    void headIsTheSameWithoutTheBody() {
        site.things.put("1", Reply.of(200, "text/plain", LONG).tagged());

        HttpResponse<String> reply = site.send("HEAD", "/things/1", "");
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Length")).contains("" + LONG.length());
        assertThat(reply.body()).isEmpty();
        HttpResponse<String> small = site.send("HEAD", "/things/1", "", "Accept-Encoding", "gzip");
        assertThat(small.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isLessThan(200);
        assertThat(small.headers().firstValue("Content-Encoding")).contains("gzip");
    }

    @Test
    void theQueryMayBeThereOnce() {
        assertThat(site.get("/echo").body()).startsWith("- ");
        assertThat(site.get("/echo?q=%e2%82%ac+1&qq=2").body()).startsWith("\u20ac 1 ");
        assertProblem(site.get("/echo?q=1&q=2"), 422);
    }

    @Test
    void aQueryThatIsNoneIsRefused() throws IOException {
        // The server itself refuses some of them before the front sees them.
        assertThat(
                        site.raw(
                                "GET /echo?q=%zz HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void aCookieIsReadWhenThereIsOneOfItsName() {
        assertThat(site.get("/echo", "Cookie", "a=1; c=2;d=3").body()).startsWith("- 2 127.0.0.1");
        assertThat(site.get("/echo", "Cookie", "c=1; c=2").body()).startsWith("- - ");
        assertThat(site.get("/echo", "Cookie", "cc=1; =; ;c").body()).startsWith("- - ");
    }

    @Test
    void theGuardStandsAroundEachRouteAndSaysWhoAsks() throws IOException {
        Guard guard =
                (request, role, route) -> {
                    if (!role.equals(Router.ANYBODY) && request.cookie("c").isEmpty()) {
                        throw new Problem(401, "Somebody has to be somebody.");
                    }
                    return route.apply(request.by(new Principal("1", "Ana", "viewer")));
                };
        try (Site guarded = new Site(Limits.STANDARD, "127.0.0.1", Gate::loopback, guard)) {
            assertProblem(guarded.get("/echo"), 401);
            assertProblem(guarded.get("/nowhere"), 404);
            assertThat(guarded.get("/open").statusCode()).isEqualTo(204);
            assertThat(guarded.get("/echo", "Cookie", "c=1").body()).endsWith(" Ana");
            assertThat(guarded.send("OPTIONS", "/echo", "").statusCode()).isEqualTo(204);
        }
    }

    @Test
    void aProblemIsNeitherTaggedNorKept() {
        HttpResponse<String> reply = site.get("/nowhere", "If-None-Match", "*");
        assertProblem(reply, 404);
        assertThat(reply.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(reply.headers().map()).doesNotContainKeys("ETag", "Content-Encoding");
    }

    private static String unzipped(byte[] bytes) throws IOException {
        return new String(
                new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(),
                StandardCharsets.UTF_8);
    }
}
