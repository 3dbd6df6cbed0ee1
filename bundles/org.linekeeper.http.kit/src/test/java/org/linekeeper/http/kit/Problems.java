// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;

/** What a refusal has to look like. */
final class Problems {
    private Problems() {}

    static JsonObject assertProblem(HttpResponse<String> reply, int status) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonObject body = JsonParser.parseString(reply.body()).getAsJsonObject();
        assertThat(body.get("status").getAsInt()).isEqualTo(status);
        assertThat(body.get("detail").getAsString()).endsWith(".");
        return body;
    }
}
