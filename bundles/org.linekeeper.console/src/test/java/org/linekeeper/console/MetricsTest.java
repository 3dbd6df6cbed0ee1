// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MetricsTest {
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
    void statesRegistrationsAndCallsOfEachLineAreShown() {
        HttpResponse<String> reply = phone.get("/metrics");

        assertThat(reply.headers().firstValue("Content-Type"))
                .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(reply.body().lines())
                .contains(
                        "# TYPE linekeeper_line_state stateset",
                        "linekeeper_line_state{line=\"1\",linekeeper_line_state=\"on_backup\"} 1",
                        "linekeeper_line_state{line=\"1\",linekeeper_line_state=\"on_primary\"} 0",
                        "linekeeper_line_state{line=\"2\",linekeeper_line_state=\"disabled\"} 1",
                        "linekeeper_registrations{line=\"1\",state=\"registered\"} 1",
                        "linekeeper_registrations{line=\"1\",state=\"removing\"} 0",
                        "linekeeper_calls{line=\"1\"} 1",
                        "linekeeper_line_events_total{line=\"1\",event=\"dropped_messages\"} 3");
        assertThat(reply.body()).endsWith("\n# EOF\n");
        assertThat(reply.body()).containsPattern("process_resident_memory_bytes [0-9]{7,}\n");
        assertThat(reply.body()).containsPattern("linekeeper_uptime_seconds [0-9]+\\.[0-9]{3}\n");
    }

    @Test
    void eachFamilyStandsTogetherUnderItsType() {
        String family = "";
        for (String line : phone.get("/metrics").body().lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                family = line.split(" ")[2];
            } else if (!line.startsWith("#")) {
                assertThat(line).startsWith(family);
            }
        }
    }

    @Test
    void transitionsAreCountedEachOnce() {
        for (int i = 0; i < 3; i++) {
            phone.transitions.happen();
        }
        // One that the listener is not told of, as between the start and its registration.
        phone.transitions.tell(List.of());
        phone.transitions.happen();
        assertThat(phone.get("/metrics").body())
                .contains("linekeeper_transitions_total{why=\"no_answer\"} 4\n");
        phone.transitions.tell(phone.console.listeners());
        phone.transitions.happen();

        assertThat(phone.get("/metrics").body())
                .contains("linekeeper_transitions_total{why=\"no_answer\"} 5\n");
    }

    @Test
    void moreTransitionsThanAreKeptAreCountedToo() {
        for (int i = 0; i < 1500; i++) {
            phone.transitions.happen();
        }

        assertThat(phone.get("/metrics").body())
                .contains("linekeeper_transitions_total{why=\"no_answer\"} 1500\n");
    }

    @Test
    void labelsAreEscaped() {
        phone.lines.counters.put("a\"b\\c\nd", 1L);

        assertThat(phone.get("/metrics").body())
                .contains("event=\"a\\\"b\\\\c\\nd\"} 1\n")
                .doesNotContain("\nd\"}");
    }
}
