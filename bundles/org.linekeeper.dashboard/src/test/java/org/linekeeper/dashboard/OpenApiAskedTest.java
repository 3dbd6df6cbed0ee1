// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.http.kit.OpenApi;

/** What may be asked and who may ask: docs/fleet-openapi.yaml and the dashboard say the same. */
final class OpenApiAskedTest {
    private static final OpenApi API = new OpenApi("fleet-openapi.yaml");

    /** {@code request.optional("q")} and {@code Asked.number(request, "size"}. */
    private static final Pattern ASKED =
            Pattern.compile("request(?:\\.[a-z]+\\(|,)\\s*\"([a-z_]+)\"");

    @Test
    void eachBoundAndWordOfAParameterIsThatOfTheDashboard() throws IOException {
        try (LiveDashboard live = new LiveDashboard(Optional.empty()).inAnOutage()) {
            int bounds = 0;
            for (String route : API.routes()) {
                for (JsonNode parameter : API.parameters(route)) {
                    JsonNode schema = parameter.get("schema");
                    String name = parameter.get("name").asText();
                    if (parameter.get("in").asText().equals("query")) {
                        if (schema.has("maximum")) {
                            long least = schema.get("minimum").asLong();
                            long most = schema.get("maximum").asLong();
                            refused(live, route, name, "" + (least - 1), "" + (most + 1), "x");
                            taken(live, route, name, "" + least, "" + most);
                            bounds++;
                        }
                        for (String word : words(schema)) {
                            taken(live, route, name, word);
                            refused(live, route, name, word + "x");
                        }
                    }
                }
            }
            assertThat(bounds).isGreaterThan(6);
        }
    }

    /** What is said twice is refused by whatever reads it, and by nothing else. */
    @Test
    void eachParameterThatARouteReadsIsDocumentedAndEachThatIsDocumentedIsRead()
            throws IOException {
        Set<String> names = namesInRoutes();
        assertThat(names).contains("q", "site", "tenant", "trace", "code", "at", "before");
        try (LiveDashboard live = new LiveDashboard(Optional.empty()).inAnOutage()) {
            for (String route : API.routes()) {
                Set<String> documented =
                        API.parameters(route).stream()
                                .filter(each -> each.get("in").asText().equals("query"))
                                .map(each -> each.get("name").asText())
                                .collect(Collectors.toCollection(TreeSet::new));
                if (route.startsWith("GET") && !route.endsWith("/events")) {
                    names.addAll(documented);
                    Set<String> read = new TreeSet<>(names);
                    read.removeIf(name -> !isRead(live, route, name));
                    assertThat(read).as(route).isEqualTo(documented);
                }
            }
        }
    }

    private static Set<String> namesInRoutes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> ASKED.matcher(text(file)).results())
                    .map(match -> match.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRead(LiveDashboard live, String route, String name) {
        String query = name + "=1&" + name + "=2";
        for (JsonNode parameter : API.parameters(route)) {
            String other = parameter.get("name").asText();
            if (parameter.path("required").asBoolean()
                    && parameter.has("example")
                    && !other.equals(name)) {
                query += "&" + other + "=" + encoded(parameter.get("example").asText());
            }
        }
        String path = route.split(" ")[1].replaceAll("\\{[a-z]+}", LiveDashboard.RICH);
        return live.get(path + "?" + query).body().contains("The query has to say " + name + "=");
    }

    private static List<String> words(JsonNode schema) {
        JsonNode each = schema.path("type").asText().equals("array") ? schema.get("items") : schema;
        String of = each.path("$ref").asText().replace("#/$defs/", "/components/schemas/");
        JsonNode words = of.isEmpty() ? each.path("enum") : API.document().at(of).path("enum");
        return StreamSupport.stream(words.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static void taken(LiveDashboard live, String route, String name, String... values) {
        for (String value : values) {
            assertThat(status(live, route, name, value))
                    .as("%s %s=%s", route, name, value)
                    .isEqualTo(200);
        }
    }

    private static void refused(LiveDashboard live, String route, String name, String... values) {
        for (String value : values) {
            assertThat(status(live, route, name, value))
                    .as("%s %s=%s", route, name, value)
                    .isEqualTo(422);
        }
    }

    private static int status(LiveDashboard live, String route, String name, String value) {
        Map<String, String> query = new TreeMap<>();
        for (JsonNode parameter : API.parameters(route)) {
            if (parameter.path("required").asBoolean() && parameter.has("example")) {
                query.put(parameter.get("name").asText(), parameter.get("example").asText());
            }
        }
        if (name.equals("page")) {
            query.put("size", "1");
        }
        query.put(name, value);
        String path = route.split(" ")[1].replace("{device}", LiveDashboard.RICH);
        String asked =
                query.entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        int status = live.send("GET", path + "?" + asked, "").statusCode();
        // Of a line that this phone does not have, there is no ladder.
        return name.equals("line") && status == 404 ? 200 : status;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void eachOperationIsForWhomItSaysThatItIs(@TempDir Path home) throws IOException {
        try (LiveDashboard live = new LiveDashboard(Optional.of(home))) {
            String token = Files.readString(home.resolve("token")).strip();
            String[] operator = {"Authorization", "Bearer " + token};
            String[] viewer = {"Cookie", viewer(live, operator)};
            for (String route : API.routes()) {
                String role = API.operation(route).path("x-role").asText();
                assertThat(role).as(route).matches("anybody|viewer|operator");
                assertThat(isLetIn(live, route))
                        .as("nobody: " + route)
                        .isEqualTo(role.equals("anybody"));
                if (!route.equals("DELETE /api/v1/session")) {
                    assertThat(isLetIn(live, route, viewer))
                            .as("viewer: " + route)
                            .isEqualTo(!role.equals("operator"));
                }
                assertThat(isLetIn(live, route, operator)).as("operator: " + route).isTrue();
            }
        }
    }

    @Test
    void sessionsAndInvitationsAreAsDocumented(@TempDir Path home) throws IOException {
        try (LiveDashboard live = new LiveDashboard(Optional.of(home))) {
            String token = Files.readString(home.resolve("token")).strip();
            String[] operator = {"Authorization", "Bearer " + token};
            viewer(live, operator);
            String bo = "{\"role\":\"operator\",\"name\":\"Bo\"}";
            live.send("POST", "/api/v1/invitations", bo, operator);
            JsonObject open = live.json("/api/v1/invitations", operator);
            assertThat(API.violations("GET /api/v1/invitations", 200, "application/json", open))
                    .isEmpty();
            JsonObject invitation = LiveDashboard.first(open, "invitations");
            assertThat(invitation.get("name").getAsString()).isEqualTo("Bo");
            String path = "/api/v1/invitations/" + invitation.get("id").getAsString();
            assertThat(live.send("DELETE", path, "", operator).statusCode()).isEqualTo(204);
            JsonObject sessions = live.json("/api/v1/sessions", operator);
            assertThat(API.violations("GET /api/v1/sessions", 200, "application/json", sessions))
                    .isEmpty();
            JsonObject session = LiveDashboard.first(sessions, "sessions");
            assertThat(session.get("name").getAsString()).isEqualTo("Ana");
            JsonObject audit = live.json("/api/v1/audit", operator);
            assertThat(API.violations("GET /api/v1/audit", 200, "application/json", audit))
                    .isEmpty();
        }
    }

    /** Invites somebody and follows the link. */
    private static String viewer(LiveDashboard live, String... operator) {
        HttpResponse<String> made =
                live.send(
                        "POST",
                        "/api/v1/invitations",
                        "{\"role\":\"viewer\",\"name\":\"Ana\"}",
                        operator);
        JsonObject invitation = JsonParser.parseString(made.body()).getAsJsonObject();
        assertThat(API.violations("POST /api/v1/invitations", 201, "application/json", invitation))
                .isEmpty();
        String path = "/" + invitation.get("path").getAsString();
        assertThat(live.send("GET", path, "").statusCode()).isEqualTo(200);
        HttpResponse<String> in = live.send("POST", path, "");
        assertThat(in.statusCode()).isEqualTo(303);
        String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private static boolean isLetIn(LiveDashboard live, String route, String... headers) {
        String[] parts = route.split(" ");
        String method = parts[0].equals("GET") ? "HEAD" : parts[0];
        String path = parts[1].replaceAll("\\{[a-z]+}", "none");
        String body = method.matches("PUT|POST") && !path.equals("/enter") ? "{}" : "";
        int status = live.send(method, path, body, headers).statusCode();
        return status != 401 && (status != 403 || path.equals("/enter"));
    }
}
