// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a monitoring system wants to know of any process. For any thread. */
public final class ProcessMetrics {
    private final Instant started =
            ProcessHandle.current().info().startInstant().orElseGet(Instant::now);

    /** Adds the process's families. */
    public void addTo(OpenMetrics text) {
        double uptime = (System.currentTimeMillis() - started.toEpochMilli()) / 1000.0;
        text.family("linekeeper_uptime_seconds", "gauge", "Since the process started.")
                .sample(uptime);
        Runtime runtime = Runtime.getRuntime();
        text.family("linekeeper_heap_used_bytes", "gauge", "Java heap in use.")
                .sample(runtime.totalMemory() - runtime.freeMemory());
        residentBytes()
                .ifPresent(
                        bytes ->
                                text.family(
                                                "process_resident_memory_bytes",
                                                "gauge",
                                                "Memory of the process.")
                                        .sample(bytes));
    }

    /** As the kernel counts it; nothing where there is no /proc. */
    private static OptionalLong residentBytes() {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
