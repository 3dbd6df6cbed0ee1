// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.dashboard.access.MemoryKeep;

/** Where everybody has to come by a link. */
final class SignInTest {
    private static final String OVERVIEW = "/api/v1/overview";
    private static final String INVITATIONS = "/api/v1/invitations";
    private static final String ANA = "{\"role\":\"viewer\",\"name\":\"Ana\"}";

    @TempDir Path home;
    private final MemoryKeep keep = new MemoryKeep();
    private Fleet fleet;

    @BeforeEach
    void start() throws IOException {
        fleet = new Fleet(home, keep);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void aStrangerIsToldHowToGetInAndGetsNothingElse() {
        HttpResponse<String> page = fleet.get("/phones/30fe");
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).contains("knows nobody", "href=\"../style/door.css\"");
        assertThat(fleet.get("/", "Accept-Language", "zh-CN").body()).contains("lang=\"zh\"", "链接");
        HttpResponse<String> api = fleet.get(OVERVIEW);
        assertThat(api.statusCode()).isEqualTo(401);
        assertThat(api.headers().firstValue("Content-Type")).contains("application/problem+json");
        for (String closed : List.of("/api/v1/sessions", "/api/v1/audit", "/api/v1/events")) {
            assertThat(fleet.get(closed).statusCode()).as(closed).isEqualTo(401);
        }
        assertThat(fleet.send("POST", "/api/v1/silences", "{}").statusCode()).isEqualTo(401);
        for (String open : List.of("/healthz", "/app/main.js", "/style/page.css")) {
            assertThat(fleet.get(open).statusCode()).as(open).isEqualTo(200);
        }
        assertThat(keep.size("audit")).isZero();
    }

    @Test
    void theLinkShowsAButtonAndTheButtonLetsInOnce() {
        String link = fleet.server.link().orElseThrow();
        assertThat(link).startsWith("http://127.0.0.1:" + fleet.port() + "/enter?code=");
        String path = link.substring(link.indexOf("/enter"));
        // A chat that looks where the link leads does not use it up.
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> button = fleet.get(path);
            assertThat(button.statusCode()).isEqualTo(200);
            assertThat(button.body()).contains("<form method=\"post\" action=\"." + path + "\">");
            assertThat(button.headers().map()).doesNotContainKey("set-cookie");
            assertThat(button.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "form-action 'self'");
        }
        HttpResponse<String> in = fleet.send("POST", path, "");
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("Location")).contains("./");
        assertThat(in.headers().firstValue("Set-Cookie").orElseThrow())
                .matches(
                        "linekeeper=[A-Za-z0-9_-]{43}; Max-Age=2592000; Path=/; HttpOnly;"
                                + " SameSite=Lax");
        HttpResponse<String> again = fleet.send("POST", path, "");
        assertThat(again.statusCode()).isEqualTo(403);
        assertThat(again.body()).contains("over");
        assertThat(again.headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void whoHasComeInIsAnOperatorAndCanLeave() {
        String cookie = fleet.operator();
        assertThat(fleet.get(OVERVIEW, "Cookie", cookie).body())
                .contains("name=admin", "role=operator");
        assertThat(fleet.get("/", "Cookie", cookie).statusCode()).isEqualTo(200);
        assertThat(fleet.send("POST", "/api/v1/silences", "{}", "Cookie", cookie).statusCode())
                .isEqualTo(201);

        HttpResponse<String> left = fleet.send("DELETE", "/api/v1/session", "", "Cookie", cookie);
        assertThat(left.statusCode()).isEqualTo(204);
        assertThat(left.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("linekeeper=; Max-Age=0; Path=/;");
        assertThat(fleet.get(OVERVIEW, "Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void behindAProxyTheCookieIsSecureAndKeepsToThePrefix() {
        String link = fleet.server.link().orElseThrow();
        HttpResponse<String> in =
                fleet.send(
                        "POST",
                        link.substring(link.indexOf("/enter")),
                        "",
                        "X-Forwarded-Proto",
                        "https",
                        "X-Forwarded-Prefix",
                        "/fleet",
                        "X-Forwarded-For",
                        "1.2.3.4, 192.0.2.7");
        String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("; Path=/fleet/;", "; Secure");
        String value = cookie.substring(0, cookie.indexOf(';'));
        JsonObject body =
                json(
                        fleet.send(
                                "POST",
                                INVITATIONS,
                                ANA,
                                "Cookie",
                                value,
                                "X-Forwarded-Proto",
                                "https",
                                "X-Forwarded-Prefix",
                                "/fleet"));
        assertThat(body.get("url").getAsString())
                .startsWith("https://127.0.0.1:" + fleet.port() + "/fleet/enter?code=");
        assertThat(fleet.audit(value).get(1))
                .hasToString(
                        "{\"t\":\"2026-03-01T12:00:00.000Z\",\"who\":\"admin\",\"role\":\"operator\","
                                + "\"session\":\""
                                + session(value, "admin").get("id").getAsString()
                                + "\",\"from\":\"192.0.2.7 via 127.0.0.1\",\"what\":\"signed in\","
                                + "\"detail\":\"\"}");
    }

    @Test
    void aPrefixThatIsNoneIsNotTaken() {
        for (String prefix : List.of("fleet", "/a;b", "//evil.example", "/a/../b/", "/a\"b", "/")) {
            String link = fleet.server.link().orElseThrow();
            HttpResponse<String> in =
                    fleet.send(
                            "POST",
                            link.substring(link.indexOf("/enter")),
                            "",
                            "X-Forwarded-Prefix",
                            prefix);
            assertThat(in.headers().firstValue("Set-Cookie").orElseThrow())
                    .as(prefix)
                    .contains("; Path=/; ");
        }
    }

    @Test
    void anInvitedViewerLooksAndDoesNotAct() {
        String cookie = fleet.enter(fleet.invite(fleet.operator(), ANA));

        assertThat(fleet.get(OVERVIEW, "Cookie", cookie).body())
                .contains("name=Ana", "role=viewer");
        assertThat(fleet.get("/phones", "Cookie", cookie).statusCode()).isEqualTo(200);
        for (String closed : List.of("/api/v1/sessions", "/api/v1/audit", INVITATIONS)) {
            assertThat(fleet.get(closed, "Cookie", cookie).statusCode()).isEqualTo(403);
        }
        assertThat(fleet.send("POST", "/api/v1/silences", "{}", "Cookie", cookie).statusCode())
                .isEqualTo(403);
        assertThat(fleet.send("POST", INVITATIONS, ANA, "Cookie", cookie).statusCode())
                .isEqualTo(403);
        assertThat(fleet.send("DELETE", "/api/v1/sessions/x", "", "Cookie", cookie).statusCode())
                .isEqualTo(403);
        // What was tried stands there, too.
        assertThat(fleet.audit(fleet.operator()).toString())
                .contains("\"who\":\"Ana\",\"role\":\"viewer\"", "\"detail\":\"403");
    }

    @Test
    void anOperatorSeesWhoIsInAndEndsASessionAndItsStream() throws IOException {
        String cookie = fleet.operator();
        String ana = fleet.enter(fleet.invite(cookie, ANA));
        try (Socket socket = fleet.socket()) {
            BufferedReader events = events(socket, ana);
            JsonObject session = session(cookie, "Ana");
            assertThat(session.keySet())
                    .containsExactly("id", "name", "role", "since", "seen", "from");
            String path = "/api/v1/sessions/" + session.get("id").getAsString();

            assertThat(fleet.send("DELETE", path, "", "Cookie", cookie).statusCode())
                    .isEqualTo(204);

            await().atMost(Duration.ofSeconds(5)).until(() -> events.lines().count() >= 0);
            assertThat(fleet.get(OVERVIEW, "Cookie", ana).statusCode()).isEqualTo(401);
            assertThat(fleet.get(OVERVIEW, "Cookie", cookie).statusCode()).isEqualTo(200);
            assertThat(fleet.send("DELETE", path, "", "Cookie", cookie).statusCode())
                    .isEqualTo(404);
            // The session is gone, and whose it was is still known.
            assertThat(fleet.audit(cookie).get(1).get("detail").getAsString())
                    .isEqualTo("204 name=Ana role=viewer");
            assertThat(fleet.audit(cookie).get(0).get("detail").getAsString()).isEqualTo("404");
        }
    }

    @Test
    void aRestartKeepsSessionsAndInvitationsAndNotTheOldLink() throws IOException {
        String old = fleet.server.link().orElseThrow();
        String cookie = fleet.operator();
        String invitation = fleet.invite(cookie, ANA);
        fleet.close();
        fleet = new Fleet(home, keep);

        assertThat(fleet.get(OVERVIEW, "Cookie", cookie).statusCode()).isEqualTo(200);
        assertThat(fleet.enter(invitation)).startsWith("linekeeper=");
        assertThat(fleet.send("POST", old.substring(old.indexOf("/enter")), "").statusCode())
                .isEqualTo(403);
        assertThat(keep.everything())
                .doesNotContain(cookie.substring(cookie.indexOf('=') + 1))
                .doesNotContain(invitation.substring(invitation.indexOf('=') + 1));
    }

    @Test
    void tooManyWrongCodesAreNotLookedAt() {
        String link = fleet.server.link().orElseThrow();
        String wrong = "/enter?code=" + "A".repeat(43);
        for (int i = 0; i < 10; i++) {
            assertThat(fleet.send("POST", wrong, "").statusCode()).isEqualTo(403);
        }
        HttpResponse<String> refused = fleet.send("POST", wrong, "");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("600");
        assertThat(fleet.send("POST", "/enter?code=short", "").statusCode()).isEqualTo(429);
        fleet.now = fleet.now.plusSeconds(601);
        assertThat(fleet.enter(link)).startsWith("linekeeper=");
        for (String odd : List.of("/enter", "/enter?code=", "/enter?code=%3Cscript%3E")) {
            HttpResponse<String> page = fleet.get(odd);
            assertThat(page.statusCode()).as(odd).isEqualTo(403);
            assertThat(page.body()).doesNotContain("<script", "<form");
        }
    }

    @Test
    void otherPagesCannotUseTheCookieOfSomebodyWhoIsIn() {
        String cookie = fleet.operator();
        for (String foreign :
                List.of("http://evil.example", "null", "https://127.0.0.1:" + fleet.port())) {
            HttpResponse<String> reply =
                    fleet.send(
                            "POST", "/api/v1/silences", "{}", "Cookie", cookie, "Origin", foreign);
            assertThat(reply.statusCode()).as(foreign).isEqualTo(403);
        }
        // Signing somebody in under another's name is no better.
        String link = fleet.server.link().orElseThrow();
        String path = link.substring(link.indexOf("/enter"));
        assertThat(fleet.send("POST", path, "", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(fleet.enter(link)).startsWith("linekeeper=");
    }

    @Test
    void aLinkInAChatLeadsThoseWhoAreInToThePage() {
        String cookie = fleet.operator();
        String[] followed = {
            "Cookie",
            cookie,
            "Sec-Fetch-Site",
            "cross-site",
            "Sec-Fetch-Mode",
            "navigate",
            "Sec-Fetch-Dest",
            "document"
        };
        assertThat(fleet.get("/incidents/i-1", followed).statusCode()).isEqualTo(200);
        // Nothing that changes something is taken from there, though the cookie were with it.
        String[] sent = Arrays.copyOf(followed, followed.length + 2);
        sent[followed.length] = "Origin";
        sent[followed.length + 1] = "https://chat.example";
        for (String method : List.of("POST", "PUT", "DELETE")) {
            assertThat(fleet.send(method, "/api/v1/session", "", sent).statusCode())
                    .as(method)
                    .isEqualTo(403);
        }
        assertThat(fleet.get(OVERVIEW, "Cookie", cookie).statusCode()).isEqualTo(200);
        // Nor may a page of elsewhere look in.
        String[] embedded = {"Cookie", cookie, "Sec-Fetch-Site", "cross-site"};
        assertThat(fleet.get(OVERVIEW, embedded).statusCode()).isEqualTo(403);
    }

    @Test
    void theTokenOfTheHomeDirectoryOpensForPrograms() throws IOException {
        String token = Files.readString(home.resolve("token")).strip();
        assertThat(fleet.get(OVERVIEW, "Authorization", "Bearer " + token).body())
                .contains("name=token");
        HttpResponse<String> invited =
                fleet.send("POST", INVITATIONS, ANA, "Authorization", "Bearer " + token);
        assertThat(invited.statusCode()).isEqualTo(201);
        assertThat(fleet.get(OVERVIEW, "Authorization", "Bearer " + token + "x").statusCode())
                .isEqualTo(401);
    }

    @Test
    void withoutTheStoreWhoIsInStaysAndTheAuditSaysSo() {
        String cookie = fleet.operator();
        keep.gone = true;

        assertThat(fleet.get(OVERVIEW, "Cookie", cookie).statusCode()).isEqualTo(200);
        assertThat(fleet.send("POST", "/api/v1/silences", "{}", "Cookie", cookie).statusCode())
                .isEqualTo(201);
        assertThat(fleet.get("/api/v1/audit", "Cookie", cookie).statusCode()).isEqualTo(503);
        assertThat(fleet.send("POST", INVITATIONS, ANA, "Cookie", cookie).statusCode())
                .isEqualTo(503);
        assertThat(fleet.send("POST", "/enter?code=" + "A".repeat(43), "").statusCode())
                .isEqualTo(503);
        // The one who started it gets in all the same.
        assertThat(fleet.operator()).startsWith("linekeeper=");
    }

    private JsonObject session(String cookie, String name) {
        return fleet
                .json("/api/v1/sessions", "Cookie", cookie)
                .getAsJsonArray("sessions")
                .asList()
                .stream()
                .map(each -> each.getAsJsonObject())
                .filter(each -> each.get("name").getAsString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject json(HttpResponse<String> reply) {
        return JsonParser.parseString(reply.body()).getAsJsonObject();
    }

    private static BufferedReader events(Socket socket, String cookie) throws IOException {
        socket.getOutputStream()
                .write(
                        ("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nCookie: "
                                        + cookie
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(reader.readLine()).startsWith("HTTP/1.1 200");
        return reader;
    }
}
