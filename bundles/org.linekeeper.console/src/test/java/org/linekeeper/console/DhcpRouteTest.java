// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.console.LineRoutesTest.assertProblem;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DhcpRouteTest {
    private static final String OPTION = "/api/v1/dhcp/option-120";

    private Phone phone;

    @BeforeEach
    void start() throws IOException {
        phone = new Phone();
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"01c0000201", ""})
    void V7_theOptionIsTakenAndAnEmptyOneTakenBack(String hex) {
        HttpResponse<String> reply = phone.send("PUT", OPTION, "{\"hex\":\"" + hex + "\"}");

        assertThat(reply.statusCode()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
        assertThat(phone.lines.asked).containsExactly("dhcp " + hex);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = ' ',
            value = {
                "{\"hex\":\"zz\"} $.hex",
                "{\"hex\":12} $.hex",
                "{\"hex\":null} $.hex",
                "{\"hex\":[\"01\"]} $.hex",
                "{} $.hex",
                "{\"hex\":\"01\",\"code\":120} $.code",
                "[] $"
            })
    void whatCannotBeIsRefusedWithItsPlace(String body, String at) {
        HttpResponse<String> reply = phone.send("PUT", OPTION, body);

        assertProblem(reply, 422);
        JsonObject problem = JsonParser.parseString(reply.body()).getAsJsonObject();
        assertThat(problem.get("at").getAsString()).isEqualTo(at);
        assertThat(phone.lines.asked).isEmpty();
    }

    @Test
    void whatIsNoJsonIsRefused() throws Exception {
        assertProblem(phone.send("PUT", OPTION, ""), 400);
        assertProblem(phone.send("PUT", OPTION, "01c0000201,"), 400);
        assertProblem(phone.send("GET", OPTION, ""), 405);
        HttpRequest form =
                HttpRequest.newBuilder(phone.uri(OPTION))
                        .header("Content-Type", "text/plain")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"hex\":\"\"}"))
                        .build();
        assertProblem(Phone.CLIENT.send(form, HttpResponse.BodyHandlers.ofString()), 415);
        assertThat(phone.lines.asked).isEmpty();
    }
}
