// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LineRoutesTest {
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
    void aLineIsWrittenInFull() {
        assertThat(phone.get("/api/v1/lines/1").body())
                .isEqualTo(
                        """
                        {"line":1,"aor":"sip:100@a.example","enabled":true,"state":"on_backup",\
                        "position":2,"target":{"server":"b.example","address":"192.0.2.2",\
                        "port":5060,"transport":"udp"},"since":"2026-03-01T12:00:00.000Z",\
                        "expires_at":"2026-03-01T12:01:00.000Z","registrations":[{"server":\
                        "b.example","address":"192.0.2.2","port":5060,"transport":"udp",\
                        "state":"registered","expires_at":"2026-03-01T12:01:00.000Z",\
                        "call_id":"c1@phone"},{"server":"a.example","address":"192.0.2.1",\
                        "port":5060,"transport":"udp","state":"registering","expires_at":null,\
                        "call_id":null}],"health":[{"address":"192.0.2.1","port":5060,\
                        "transport":"udp","state":"quarantined",\
                        "until":"2026-03-01T12:00:01.500Z","failures":2}],"why":"no_answer",\
                        "calls":["c-7"]}
                        """);
    }

    @Test
    void whatALineHasNotIsNull() {
        assertThat(phone.get("/api/v1/lines/2").body())
                .isEqualTo(
                        """
                        {"line":2,"aor":null,"enabled":false,"state":"disabled","position":null,\
                        "target":null,"since":"2026-03-01T12:00:00.000Z","expires_at":null,\
                        "registrations":[],"health":[],"why":"configured","calls":[]}
                        """);
    }

    @Test
    void allLinesComeInTheOrderOfTheirNumbers() {
        HttpResponse<String> reply = phone.get("/api/v1/lines");

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(reply.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(reply.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(phone.json("/api/v1/lines").getAsJsonArray())
                .extracting(line -> line.getAsJsonObject().get("line").getAsInt())
                .containsExactly(1, 2);
    }

    @Test
    void aLineThatIsNotThereIsNotFound() {
        for (String name : new String[] {"3", "0", "01", "-1", "one", "99999", "%31%30"}) {
            HttpResponse<String> reply = phone.get("/api/v1/lines/" + name);
            assertThat(reply.statusCode()).as(name).isEqualTo(404);
            assertThat(reply.headers().firstValue("Content-Type"))
                    .contains("application/problem+json");
        }
    }

    @Test
    void healthCountsLinesAndThoseInService() {
        assertThat(phone.get("/healthz").body()).isEqualTo("{\"lines\":2,\"registered\":1}\n");
    }
}
