// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import java.nio.file.Path;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The command line of {@code collect} and of {@code dashboard}, which has a page besides. */
final class FleetOptions {
    private static final String DASHBOARD = "dashboard";
    private static final Set<String> COMMANDS = Set.of("collect", DASHBOARD);
    private static final String SIGN_IN = "--sign-in";
    private static final String LISTEN = "--mqtt-listen";
    private static final String HERE = "mqtt://127.0.0.1:1883";

    private final boolean page;
    private final Map<String, String> properties = new TreeMap<>();
    private final MqttOptions mqtt = new MqttOptions();

    /** Not the home of a phone, which may well run on the same machine. */
    private Path home = Path.of(System.getProperty("user.home"), ".linekeeper", "fleet");

    FleetOptions(String command) {
        page = command.equals(DASHBOARD);
        properties.put("linekeeper.command", command);
        properties.put("linekeeper.http", page ? "127.0.0.1:8090" : "none");
    }

    /** Whether a command is for a fleet, and not for a phone. */
    static boolean take(String command) {
        return COMMANDS.contains(command);
    }

    Options parse(Deque<String> words) throws BadArguments {
        while (!words.isEmpty()) {
            String option = words.removeFirst();
            if (page && option.equals(SIGN_IN)) {
                properties.put("linekeeper.http.sign-in", "true");
                continue;
            }
            if (!knows(option)) {
                throw new BadArguments("there is no option " + option + " here; see --help");
            }
            if (words.isEmpty() || words.peekFirst().startsWith("--")) {
                throw new BadArguments(option + " needs a value");
            }
            value(option, words.removeFirst());
        }
        boolean listens = properties.containsKey("linekeeper.mqtt-listen");
        if (listens && !mqtt.isEmpty()) {
            throw new BadArguments(LISTEN + " and a broker elsewhere contradict each other");
        }
        if (!listens && mqtt.isEmpty()) {
            mqtt.put("--mqtt", HERE);
        }
        properties.putAll(mqtt.properties());
        String command = properties.get("linekeeper.command");
        return new Options(command, Optional.of(home), Optional.empty(), properties);
    }

    private boolean knows(String option) {
        return switch (option) {
            case LISTEN, "--db", "--home", "--log" -> true;
            case "--http" -> page;
            case "--device-id", "--site" -> false;
            default -> MqttOptions.knows(option);
        };
    }

    private void value(String option, String value) throws BadArguments {
        switch (option) {
            case LISTEN ->
                    properties.put("linekeeper.mqtt-listen", Options.address(option, value, true));
            case "--http" ->
                    properties.put("linekeeper.http", Options.address(option, value, true));
            case "--db" -> properties.put("linekeeper.db", value);
            case "--home" -> home = NamedFiles.path(option, value);
            case "--log" -> properties.put("linekeeper.log", Options.level(value));
            default -> mqtt.put(option, value);
        }
    }
}
