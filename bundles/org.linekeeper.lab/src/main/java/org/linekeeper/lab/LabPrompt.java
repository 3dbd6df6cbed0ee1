// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.linekeeper.lab.server.Mode;
import org.linekeeper.lab.server.PocketServer;

/** The commands on standard input; each gets one line of JSON. For one thread. */
final class LabPrompt {

    private static final String COMMANDS =
            "silent N | close N | up N | code N CODE [RETRY-AFTER] | delay N MS"
                    + " | challenge N on|off | status | quit";
    private static final int MAX_DELAY_MS = 600_000;
    private static final int MAX_RETRY_AFTER_SECONDS = 86_400;

    private final List<PocketServer> servers;

    LabPrompt(List<PocketServer> servers) {
        this.servers = List.copyOf(servers);
    }

    static boolean isQuit(String line) {
        return line.strip().equals("quit");
    }

    /** The answer to one command; what it asks for is done when this returns. */
    String answer(String line) {
        String[] words = line.strip().split("\\s+");
        try {
            return Json.write(obey(words));
        } catch (IllegalArgumentException e) {
            return Json.write(Json.object("ok", false, "error", e.getMessage()));
        } catch (UncheckedIOException e) {
            String error = e.getMessage() + ": " + e.getCause().getMessage();
            return Json.write(Json.object("ok", false, "error", error));
        }
    }

    private Map<String, Object> obey(String[] words) {
        String command = words[0];
        switch (command) {
            case "silent", "close", "up" -> {
                length(words, 2, 2);
                turn(command, server(words[1]));
            }
            case "code" -> {
                length(words, 3, 4);
                code(words);
            }
            case "delay" -> {
                length(words, 3, 3);
                int delayMs = number(words[2], "MS", 0, MAX_DELAY_MS);
                server(words[1]).delay(Duration.ofMillis(delayMs));
            }
            case "challenge" -> {
                length(words, 3, 3);
                if (!words[2].matches("on|off")) {
                    throw new IllegalArgumentException(
                            "challenge is on or off, not \"" + words[2] + "\"");
                }
                server(words[1]).challenge(words[2].equals("on"));
            }
            case "status" -> {
                length(words, 1, 1);
                return Json.object("ok", true, "servers", status());
            }
            case "quit" -> {
                length(words, 1, 1);
                return Json.object("ok", true);
            }
            default ->
                    throw new IllegalArgumentException(
                            "unknown command \"" + command + "\", known are: " + COMMANDS);
        }
        return state(words[1]);
    }

    private static void turn(String command, PocketServer server) {
        switch (command) {
            case "silent" -> server.silent();
            case "close" -> server.closeSockets();
            default -> server.up();
        }
    }

    private void code(String[] words) {
        PocketServer server = server(words[1]);
        int code = number(words[2], "CODE", 200, 699);
        if (words.length == 3) {
            server.code(code);
        } else {
            server.code(code, number(words[3], "RETRY-AFTER", 0, MAX_RETRY_AFTER_SECONDS));
        }
    }

    private Map<String, Object> state(String number) {
        PocketServer server = server(number);
        Map<String, Object> state = Json.object("ok", true, "server", Integer.parseInt(number));
        state.putAll(mode(server));
        return state;
    }

    private static Map<String, Object> mode(PocketServer server) {
        Map<String, Object> mode = Json.object("mode", server.mode().token());
        if (server.mode() == Mode.CODE) {
            server.refusalCode().ifPresent(code -> mode.put("code", code));
        }
        mode.put("delay_ms", server.delay().toMillis());
        mode.put("challenge", server.isChallenging());
        return mode;
    }

    private List<Map<String, Object>> status() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (PocketServer server : servers) {
            Map<String, Object> one = Json.object("server", all.size() + 1);
            one.putAll(mode(server));
            one.put(
                    "bindings",
                    server.bindings().stream()
                            .filter(b -> b.server().equals(server.name()))
                            .count());
            one.put("received", server.requestsByMethod());
            one.put("calls", server.calls().size());
            all.add(one);
        }
        return all;
    }

    private static void length(String[] words, int least, int most) {
        if (words.length < least || words.length > most) {
            throw new IllegalArgumentException(
                    words[0] + " has " + (words.length - 1) + " arguments, see: " + COMMANDS);
        }
    }

    private PocketServer server(String number) {
        return servers.get(number(number, "server", 1, servers.size()) - 1);
    }

    private static int number(String text, String what, int least, int most) {
        boolean digits = text.matches("\\d{1,9}");
        if (!digits || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    what + " is a number from " + least + " to " + most + ", not \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }
}
