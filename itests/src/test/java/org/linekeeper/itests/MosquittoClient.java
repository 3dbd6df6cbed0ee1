// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of Debian's mosquitto-clients, at any broker on loopback.
 *
 * @param port the broker's
 * @param id names the client to the broker; empty = the broker makes one up
 * @param log takes what they say on standard error
 */
record MosquittoClient(int port, Optional<String> id, Path log) {
    static Path installed(String program) {
        return RealServers.need(program, "mosquitto-clients");
    }

    /**
     * Everything that the broker retains under a filter, each as {@code topic payload}. Nothing
     * retained = an empty list, a second later; one topic is answered at once if it is there.
     */
    List<String> retained(String filter) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("-v", "-t", filter, "--retained-only", "-W", "1"));
        if (!filter.contains("+") && !filter.contains("#")) {
            words.addAll(List.of("-C", "1"));
        }
        try (Stream<String> lines = start("mosquitto_sub", words).inputReader().lines()) {
            return lines.toList();
        }
    }

    /** Publishes at QoS 1; its end code is 0 when the broker has it. */
    int publish(String topic, String payload, boolean retain)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("-q", "1", "-t", topic, "-m", payload));
        if (retain) {
            words.add("-r");
        }
        return start("mosquitto_pub", words).waitFor();
    }

    private Process start(String program, List<String> words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(installed(program).toString());
        command.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(port), "-V", "5"));
        id.ifPresent(name -> command.addAll(List.of("-i", name)));
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
