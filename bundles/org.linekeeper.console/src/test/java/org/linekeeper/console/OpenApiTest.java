// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Server;
import org.linekeeper.http.kit.OpenApi;

/** What the server answers and what docs/openapi.yaml says are the same. */
final class OpenApiTest {
    private final OpenApi api = new OpenApi("openapi.yaml");
    private Phone phone;

    @BeforeEach
    void start() throws IOException {
        phone = new Phone();
        phone.lines.hangingUp("c-1");
        phone.lines.dial(1, "200");
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    @Test
    void everyRouteIsDocumentedAndEveryDocumentedRouteIsThere() {
        assertThat(phone.console.routes()).containsExactlyInAnyOrderElementsOf(api.routes());
    }

    @Test
    void bodiesHaveTheDocumentedPropertiesAndNoOthers() {
        richConfig();
        check("GET", "/api/v1/lines", "/api/v1/lines", "");
        check("GET", "/api/v1/lines/{line}", "/api/v1/lines/1", "");
        check("GET", "/api/v1/lines/{line}", "/api/v1/lines/2", "");
        check("GET", "/api/v1/calls", "/api/v1/calls", "");
        check("GET", "/api/v1/calls/{id}", "/api/v1/calls/c-1", "");
        check("GET", "/api/v1/trace", "/api/v1/trace?line=1", "");
        String ladders = "/api/v1/lines/{line}/ladders";
        check("GET", ladders, "/api/v1/lines/1/ladders", "");
        check("GET", ladders + "/{id}", "/api/v1/lines/1/ladders/last", "");
        check("GET", "/api/v1/config", "/api/v1/config", "");
        check("GET", "/api/v1/config/lines/{line}", "/api/v1/config/lines/1", "");
        check("PUT", "/api/v1/config/lines/{line}", "/api/v1/config/lines/1", "{\"user\":\"7\"}");
        check("GET", "/healthz", "/healthz", "");
        String subscriptions = "/api/v1/lines/{line}/subscriptions";
        String ofLine1 = "/api/v1/lines/1/subscriptions";
        check("POST", subscriptions, ofLine1, "{\"event\":\"dialog\"}");
        phone.lines.subscribed("s-1");
        check("GET", subscriptions, ofLine1, "");
        phone.lines.calls.clear();
        check("POST", "/api/v1/lines/{line}/calls", "/api/v1/lines/1/calls", "{\"to\":\"1\"}");
    }

    @Test
    void problemsHaveTheDocumentedPropertiesAndNoOthers() {
        check("GET", "/api/v1/lines/{line}", "/api/v1/lines/9", "");
        check("POST", "/api/v1/lines/{line}/register", "/api/v1/lines/2/register", "");
        check("POST", "/api/v1/lines/{line}/calls", "/api/v1/lines/1/calls", "{\"to\":\"?\"}");
        check("GET", "/api/v1/trace", "/api/v1/trace", "");
        check("GET", "/api/v1/lines/{line}/ladders/{id}", "/api/v1/lines/1/ladders/x", "");
        check(
                "POST",
                "/api/v1/lines/{line}/subscriptions",
                "/api/v1/lines/1/subscriptions",
                "{\"event\":\"?\"}");
        check(
                "DELETE",
                "/api/v1/lines/{line}/subscriptions/{id}",
                "/api/v1/lines/1/subscriptions/x",
                "");
        String dhcp = "/api/v1/dhcp/option-120";
        check("PUT", dhcp, dhcp, "{\"hex\":\"x\"}");
    }

    @Test
    void transitionsHaveTheDocumentedProperties() {
        phone.transitions.happen();
        JsonObject change = Views.transition(phone.transitions.since(0).get(0));

        assertThat(api.violations("Transition", change)).isEmpty();
    }

    @Test
    void theCheckItselfFindsWhatIsWrong() {
        JsonObject line = phone.json("/api/v1/lines/1");
        line.addProperty("state", "asleep");
        line.remove("why");
        line.add("extra", new JsonPrimitive(1));
        line.addProperty("since", "yesterday");

        assertThat(api.violations("Line", line))
                .hasSize(4)
                .anyMatch(text -> text.startsWith("$.state: does not have a value in"))
                .anyMatch(text -> text.contains("'why' not found"))
                .anyMatch(text -> text.contains("'extra' is not defined"))
                .anyMatch(text -> text.startsWith("$.since: does not match"));
    }

    @Test
    void examplesAreAsTheirSchemasSay() {
        assertThat(api.violationsOfExamples()).isEmpty();
    }

    private void check(String method, String template, String path, String body) {
        HttpResponse<String> reply = phone.send(method, path, body);
        JsonElement json = JsonParser.parseString(reply.body());
        String type = reply.headers().firstValue("Content-Type").orElse("");

        assertThat(api.violations(method + " " + template, reply.statusCode(), type, json))
                .as("%s %s: %s", method, path, reply.body())
                .isEmpty();
    }

    private void richConfig() {
        Server proxy =
                Server.at("proxy.example").with(draft -> draft.transmissions(OptionalInt.of(3)));
        phone.lines.configs.computeIfPresent(
                1,
                (number, config) ->
                        config.with(
                                draft ->
                                        draft.outboundProxies(List.of(proxy))
                                                .heartbeat(Optional.of(new Heartbeat(30, 3)))));
    }
}
