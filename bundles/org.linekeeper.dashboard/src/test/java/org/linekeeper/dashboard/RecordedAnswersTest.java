// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.linekeeper.http.kit.OpenApi;

/** The answers that browser tests show are such as the dashboard gives. */
final class RecordedAnswersTest {
    private static final Path RECORDED = Path.of("../../itests/src/test/resources/dashboard");
    private static final Map<String, String> ROUTES =
            Map.ofEntries(
                    Map.entry("alerts", "/api/v1/alerts"),
                    Map.entry("audit", "/api/v1/audit"),
                    Map.entry("frames", "/api/v1/map/frames"),
                    Map.entry("incident", "/api/v1/incidents/{id}"),
                    Map.entry("incidents", "/api/v1/incidents"),
                    Map.entry("invitations", "/api/v1/invitations"),
                    Map.entry("ladder", "/api/v1/phones/{device}/ladder"),
                    Map.entry("map", "/api/v1/map"),
                    Map.entry("overview", "/api/v1/overview"),
                    Map.entry("phone", "/api/v1/phones/{device}"),
                    Map.entry("phones", "/api/v1/phones"),
                    Map.entry("sessions", "/api/v1/sessions"),
                    Map.entry("silences", "/api/v1/silences"),
                    Map.entry("transitions", "/api/v1/phones/{device}/transitions"));

    @Test
    void eachIsAsDocumented() throws IOException {
        OpenApi api = new OpenApi("fleet-openapi.yaml");
        for (Map.Entry<String, String> route : ROUTES.entrySet()) {
            assertThat(
                            api.violations(
                                    "GET " + route.getValue(),
                                    200,
                                    "application/json",
                                    recorded(route.getKey())))
                    .as(route.getKey())
                    .isEmpty();
        }
    }

    @Test
    void noneIsLeftOut() throws IOException {
        try (var files = Files.list(RECORDED)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".json"))
                            .map(name -> name.substring(0, name.length() - 5))
                            .toList();
            assertThat(names).containsExactlyInAnyOrderElementsOf(ROUTES.keySet());
        }
    }

    private static JsonObject recorded(String name) throws IOException {
        String text = Files.readString(RECORDED.resolve(name + ".json"));
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
