// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code linekeeper lab} in a process of its own, and its prompt. */
final class LabProcess implements AutoCloseable {
    private final ReadyProcess process;
    private int typed;

    private LabProcess(ReadyProcess process) {
        this.process = process;
    }

    /** Two servers on any free ports; they are up when this returns. */
    static LabProcess start(Path directory) throws IOException {
        List<String> words = List.of("lab", "--servers", "2", "--port", "0");
        return new LabProcess(ReadyProcess.start(directory, words, Map.of()));
    }

    /** The port of a server, as its ready line says. */
    int port(int server) {
        return line(0).getAsJsonArray("servers")
                .get(server - 1)
                .getAsJsonObject()
                .get("port")
                .getAsInt();
    }

    /** Types a command and reads the answer. */
    JsonObject type(String command) throws IOException {
        process.type(command);
        typed++;
        return line(typed);
    }

    private JsonObject line(int index) {
        return JsonParser.parseString(process.line(index)).getAsJsonObject();
    }

    /** Its exit code, which has to come soon. */
    int exitCode() throws IOException, InterruptedException {
        return process.exitCode();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
