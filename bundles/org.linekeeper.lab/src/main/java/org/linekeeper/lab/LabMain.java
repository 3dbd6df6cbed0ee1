// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.lab.server.Bindings;
import org.linekeeper.lab.server.Dialogs;
import org.linekeeper.lab.server.PocketServer;

/**
 * {@code linekeeper lab}: pocket SIP servers on loopback that share bindings and dialogs. One line
 * of JSON on standard output when they are up, then one for each command on standard input; a short
 * line on standard error for each request. Ends with 0 at {@code quit}, the end of input or
 * SIGTERM, with 2 on bad arguments or a taken port.
 */
public final class LabMain {

    private static final int BAD_USAGE = 2;
    private static final int MAX_LINE = 1_000;
    private static final String PASSWORD = "secret";
    private static final Duration RINGING = Duration.ofSeconds(1);

    private LabMain() {}

    public static void main(String[] arguments) {
        int exit = run(List.of(arguments), System.in, System.out, System.err);
        System.exit(exit);
    }

    /** The whole command; returns its exit code. */
    static int run(List<String> arguments, InputStream in, PrintStream out, PrintStream log) {
        List<PocketServer> servers = new ArrayList<>();
        try {
            start(LabOptions.parse(arguments), servers, log);
            // Without this hook SIGTERM would end with 143.
            Thread onSignal = new Thread(() -> Runtime.getRuntime().halt(0), "lab-exit");
            Runtime.getRuntime().addShutdownHook(onSignal);
            out.println(Json.write(ready(servers)));
            obey(new LabPrompt(servers), in, out);
            Runtime.getRuntime().removeShutdownHook(onSignal);
            return 0;
        } catch (IllegalArgumentException e) {
            log.println("linekeeper lab: " + e.getMessage());
            return BAD_USAGE;
        } catch (UncheckedIOException e) {
            log.println("linekeeper lab: " + e.getMessage());
            return BAD_USAGE;
        } finally {
            servers.forEach(PocketServer::close);
        }
    }

    private static void start(LabOptions options, List<PocketServer> servers, PrintStream log) {
        Bindings bindings = new Bindings();
        Dialogs dialogs = new Dialogs();
        for (int n = 1; n <= options.servers(); n++) {
            servers.add(
                    PocketServer.named("server" + n)
                            .port(options.port() == 0 ? 0 : options.port() + n - 1)
                            .anyUser(PASSWORD)
                            .bindings(bindings)
                            .dialogs(dialogs)
                            .log(log::println)
                            .start()
                            .answerAfter(RINGING));
        }
    }

    private static Map<String, Object> ready(List<PocketServer> servers) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (PocketServer server : servers) {
            all.add(
                    Json.object(
                            "server", all.size() + 1,
                            "address", server.address().getAddress().getHostAddress(),
                            "port", server.port(),
                            "transports", List.of("udp", "tcp")));
        }
        return Json.object("ready", true, "servers", all);
    }

    private static void obey(LabPrompt prompt, InputStream in, PrintStream out) {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        try {
            Optional<String> line = next(lines);
            while (line.isPresent()) {
                out.println(prompt.answer(line.get()));
                if (LabPrompt.isQuit(line.get())) {
                    return;
                }
                line = next(lines);
            }
        } catch (IOException e) {
            return; // whoever gave the commands is gone: the same as the end of input
        }
    }

    /** One line, of which no more than the bound is kept; empty at the end of input. */
    private static Optional<String> next(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        while (c >= 0 && c != '\n') {
            if (line.length() < MAX_LINE) {
                line.append((char) c);
            }
            c = in.read();
        }
        return Optional.of(line.toString());
    }
}
