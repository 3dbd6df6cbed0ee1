// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code linekeeper lab} in a process of its own, and its prompt. */
final class LabProcess implements AutoCloseable {
    private static final int BOUND_SECONDS = 20;

    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final JsonObject ready;

    private LabProcess(Process process) throws Exception {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.ready = line();
    }

    /** Two servers on any free ports; they are up when this returns. */
    static LabProcess start(Path directory) throws Exception {
        Process process =
                Command.process(directory, List.of("lab", "--servers", "2", "--port", "0"))
                        .redirectError(directory.resolve("lab.err").toFile())
                        .start();
        return new LabProcess(process);
    }

    /** The port of a server, as its ready line says. */
    int port(int server) {
        return ready.getAsJsonArray("servers")
                .get(server - 1)
                .getAsJsonObject()
                .get("port")
                .getAsInt();
    }

    /** Types a command and reads the answer. */
    JsonObject type(String command) throws Exception {
        in.write(command + "\n");
        in.flush();
        return line();
    }

    private JsonObject line() throws Exception {
        String line =
                CompletableFuture.supplyAsync(this::read).get(BOUND_SECONDS, TimeUnit.SECONDS);
        return JsonParser.parseString(line).getAsJsonObject();
    }

    private String read() {
        try {
            return out.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its exit code, which has to come soon. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(3, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
