// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console.ctl;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be asked of a phone.
 *
 * @param name first word
 * @param operands names of the further words; {@code N} is a number
 * @param method of the request
 * @param path of the request; {@code {}} stands for the operands in their order
 * @param body {@code {}} stands for the last operands as JSON strings; empty = none
 * @param help one line
 */
record Command(
        String name, List<String> operands, String method, String path, String body, String help) {
    private static final String SUBSCRIPTIONS = "lines/{}/subscriptions";

    static final List<Command> ALL =
            List.of(
                    get("lines", "lines", "all lines"),
                    get("line N", "lines/{}", "one line"),
                    post("register N", "lines/{}/register", "", "registers it by hand"),
                    post("options N", "lines/{}/options", "", "sends an OPTIONS to its server"),
                    post("call N URI", "lines/{}/calls", "{\"to\":{}}", "calls a URI or digits"),
                    get("calls", "calls", "all calls of the last ten minutes"),
                    get("show ID", "calls/{}", "one call"),
                    post("answer ID", "calls/{}/answer", "", "answers a call that rings here"),
                    of("hangup ID", "DELETE", "/api/v1/calls/{}", "", "ends or refuses a call"),
                    get("subscriptions N", SUBSCRIPTIONS, "what it is subscribed to"),
                    post(
                            "subscribe N EVENT",
                            SUBSCRIPTIONS,
                            "{\"event\":{}}",
                            "subscribes to its own, such as message-summary"),
                    post(
                            "subscribe N EVENT URI",
                            SUBSCRIPTIONS,
                            "{\"event\":{},\"to\":{}}",
                            "subscribes to another's, such as dialog"),
                    of(
                            "unsubscribe N ID",
                            "DELETE",
                            "/api/v1/" + SUBSCRIPTIONS + "/{}",
                            "",
                            "ends a subscription"),
                    get("events", "events", "each transition as it happens, one JSON a line"),
                    get("trace N", "trace?line={}", "its last messages on the wire, to be read"),
                    get("ladders N", "lines/{}/ladders", "its last switches"),
                    get("ladder N", "lines/{}/ladders/last", "the last one, drawn to be read"),
                    get("ladder N ID", "lines/{}/ladders/{}", "one of them, the same way"),
                    get("config", "config", "what all lines are configured to do"),
                    get("config N", "config/lines/{}", "what one is"),
                    of(
                            "dhcp-option-120 HEX",
                            "PUT",
                            "/api/v1/dhcp/option-120",
                            "{\"hex\":{}}",
                            "the servers that DHCP names; \"\" if it names none"),
                    of("health", "GET", "/healthz", "", "lines, and how many are in service"),
                    of("metrics", "GET", "/metrics", "", "counters, as OpenMetrics"));

    private static Command get(String usage, String path, String help) {
        return of(usage, "GET", "/api/v1/" + path, "", help);
    }

    private static Command post(String usage, String path, String body, String help) {
        return of(usage, "POST", "/api/v1/" + path, body, help);
    }

    private static Command of(String usage, String method, String path, String body, String help) {
        List<String> words = List.of(usage.split(" "));
        return new Command(words.get(0), words.subList(1, words.size()), method, path, body, help);
    }

    /** The command that these words are; empty if they are none. */
    static Optional<Command> find(List<String> words) {
        return ALL.stream().filter(command -> command.fits(words)).findFirst();
    }

    private boolean fits(List<String> words) {
        if (words.size() != operands.size() + 1 || !words.get(0).equals(name)) {
            return false;
        }
        for (int i = 0; i < operands.size(); i++) {
            if (operands.get(i).equals("N") && !words.get(i + 1).matches("[0-9]{1,9}")) {
                return false;
            }
        }
        return true;
    }

    /** The way it is typed. */
    String usage() {
        List<String> words = new ArrayList<>(List.of(name));
        words.addAll(operands);
        return String.join(" ", words);
    }

    /** The request's path with the operands of these words. */
    String path(List<String> words) {
        String filled = path;
        for (int i = 1; i < words.size() && filled.contains("{}"); i++) {
            String segment = URLEncoder.encode(words.get(i), StandardCharsets.UTF_8);
            filled = filled.replaceFirst("\\{}", segment.replace("+", "%20"));
        }
        return filled;
    }

    /** The request's body with the last of these words; empty = none. */
    String body(List<String> words) {
        List<String> parts = List.of(body.split("\\{}", -1));
        int operand = words.size() - parts.size() + 1;
        StringBuilder filled = new StringBuilder(parts.get(0));
        for (String part : parts.subList(1, parts.size())) {
            filled.append(Json.string(words.get(operand++))).append(part);
        }
        return filled.toString();
    }
}
