// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.console.LineRoutesTest.assertProblem;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.Server;

final class ConfigRoutesTest {
    private static final String LINE = "/api/v1/config/lines/1";

    private Phone phone;

    @BeforeEach
    void start() throws IOException {
        phone = new Phone();
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    @Test
    void thePasswordIsTakenAndNeverShown() {
        HttpResponse<String> reply = phone.send("PUT", LINE, "{\"password\":\"n3w-pass\"}");

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(phone.lines.configs.get(1).password().reveal()).isEqualTo("n3w-pass");
        assertThat(reply.body() + phone.get("/api/v1/config").body() + phone.get(LINE).body())
                .doesNotContain("n3w-pass", "s3cret", "password");
    }

    @Test
    void whatIsNotInTheBodyStays() {
        phone.send("PUT", LINE, "{\"user\":\"101\",\"servers\":[{\"address\":\"c.example\"}]}");

        assertThat(phone.lines.configs.get(1).user()).isEqualTo("101");
        assertThat(phone.lines.configs.get(1).servers())
                .extracting(Server::address)
                .containsExactly("c.example");
        assertThat(phone.lines.configs.get(1).password().reveal()).isEqualTo("s3cret");
    }

    @Test
    void whatWasReadCanBeWrittenBack() {
        HttpResponse<String> read = phone.get(LINE);
        HttpResponse<String> written = phone.send("PUT", LINE, read.body());

        assertThat(written.body()).isEqualTo(read.body());
        assertThat(written.headers().firstValue("ETag")).isEqualTo(tag(read));
    }

    @Test
    void aLineThatChangedInTheMeantimeIsNotOverwritten() {
        String tag = tag(phone.get(LINE)).orElseThrow();
        HttpResponse<String> first = put("{\"user\":\"101\"}", tag);
        assertThat(first.statusCode()).isEqualTo(200);

        assertProblem(put("{\"user\":\"102\"}", tag), 412);
        assertThat(phone.lines.configs.get(1).user()).isEqualTo("101");
        String current = tag(first).orElseThrow();
        assertThat(put("{\"user\":\"102\"}", "\"x\", " + current).statusCode()).isEqualTo(200);
        assertThat(put("{\"user\":\"103\"}", "*").statusCode()).isEqualTo(200);
    }

    @Test
    void aNewLineIsAddedUnlessIfMatchWantsAnOldOne() {
        String path = "/api/v1/config/lines/3";
        assertProblem(phone.get(path), 404);
        assertProblem(phone.send("PUT", path, "{\"user\":\"300\"}", "If-Match", "*"), 412);

        HttpResponse<String> reply = phone.send("PUT", path, "{\"user\":\"300\"}");

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(JsonParser.parseString(reply.body()).getAsJsonObject().get("line").getAsInt())
                .isEqualTo(3);
        assertThat(phone.lines.configs.get(3).user()).isEqualTo("300");
    }

    @Test
    void aBadValueIsRefusedWithItsPlace() {
        assertBad("{\"servers\":[{\"address\":\"a\",\"port\":70000}]}", "$.servers[0].port");
        assertBad("{\"line\":2}", "$.line");
        assertBad("{\"colour\":\"red\"}", "$.colour");
        assertThat(phone.lines.asked).isEmpty();
    }

    @Test
    void whatIsNoJsonIsRefused() {
        for (String body : new String[] {"{", "{'user':1}", "{} {}", "{\"a\":NaN}", "// {}"}) {
            assertProblem(phone.send("PUT", LINE, body), 400);
        }
        assertProblem(phone.send("PUT", LINE, "[".repeat(100_000)), 400);
        assertProblem(phone.send("PUT", LINE, "\"user\""), 422);
        assertProblem(phone.send("PUT", LINE, ""), 400);
    }

    private void assertBad(String json, String at) {
        HttpResponse<String> reply = phone.send("PUT", LINE, json);
        assertProblem(reply, 422);
        JsonObject body = JsonParser.parseString(reply.body()).getAsJsonObject();
        assertThat(body.get("at").getAsString()).isEqualTo(at);
    }

    private HttpResponse<String> put(String json, String tag) {
        return phone.send("PUT", LINE, json, "If-Match", tag);
    }

    private static Optional<String> tag(HttpResponse<String> reply) {
        return reply.headers().firstValue("ETag");
    }
}
