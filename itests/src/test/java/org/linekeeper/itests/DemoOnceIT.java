// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code linekeeper demo --once}: one outage of the primary, as two hundred and three see it. */
public class DemoOnceIT {
    private static final int PHONES = 203;
    private static final long BOUND_SECONDS = 200;
    private static final Set<String> KEYS =
            Set.of("t", "device", "line", "from", "to", "why", "server");

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void allLeaveTheSilentServerAndReturn() throws Exception {
        Path directory = folder.getRoot().toPath();
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process demo =
                Command.process(directory, List.of("demo", "--once"))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            assertThat(demo.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).as(Files.readString(err)).isZero();
        } finally {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }
        List<JsonObject> lines =
                Files.readAllLines(out).stream()
                        .map(line -> JsonParser.parseString(line).getAsJsonObject())
                        .toList();
        check(lines.get(lines.size() - 1));
        Map<String, StringBuilder> ways = new HashMap<>();
        for (JsonObject line : lines.subList(0, lines.size() - 1)) {
            check(line, ways);
        }
        assertThat(ways).hasSize(PHONES).containsKeys("sim-001", "sim-200", "fanvil-x4u");
        assertThat(ways.values())
                .allMatch(way -> way.toString().matches("(.*,)?on_primary,(.*,)?on_backup,.*"))
                .allMatch(way -> way.toString().endsWith("on_primary,"));
        assertThat(Files.readString(err)).doesNotContain("\tat ");
    }

    /** A transition begins where the one before it of the same phone ended. */
    private static void check(JsonObject line, Map<String, StringBuilder> ways) {
        assertThat(line.keySet()).isEqualTo(KEYS);
        assertThat(Instant.parse(line.get("t").getAsString())).isBefore(Instant.now());
        assertThat(line.get("line").getAsInt()).isEqualTo(1);
        String to = line.get("to").getAsString();
        if (to.equals("on_backup")) {
            assertThat(line.get("server").getAsString()).isEqualTo("pbx-b.demo.example");
        }
        StringBuilder way =
                ways.computeIfAbsent(line.get("device").getAsString(), any -> new StringBuilder());
        String from = line.get("from").getAsString();
        assertThat(way.toString()).matches(all -> all.isEmpty() || all.endsWith(from + ","));
        way.append(to).append(',');
    }

    private static void check(JsonObject last) {
        assertThat(last.keySet()).containsExactly("phones", "without_service", "p50_ms", "p99_ms");
        assertThat(last.get("phones").getAsInt()).isEqualTo(PHONES);
        assertThat(last.get("without_service").getAsInt()).isZero();
        long median = last.get("p50_ms").getAsLong();
        assertThat(median).isBetween(1_000L, 20_000L);
        assertThat(last.get("p99_ms").getAsLong()).isBetween(median, 40_000L);
    }
}
