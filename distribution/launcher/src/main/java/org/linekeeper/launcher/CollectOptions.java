// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import java.nio.file.Path;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The command line of {@code collect}. */
final class CollectOptions {
    static final String COMMAND = "collect";
    private static final String LISTEN = "--mqtt-listen";
    private static final String HERE = "mqtt://127.0.0.1:1883";

    private final Map<String, String> properties = new TreeMap<>();
    private final MqttOptions mqtt = new MqttOptions();

    /** Not the home of a phone, which may well run on the same machine. */
    private Path home = Path.of(System.getProperty("user.home"), ".linekeeper", "fleet");

    Options parse(Deque<String> words) throws BadArguments {
        while (!words.isEmpty()) {
            String option = words.removeFirst();
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
        properties.put("linekeeper.command", COMMAND);
        return new Options(COMMAND, Optional.of(home), Optional.empty(), properties);
    }

    private static boolean knows(String option) {
        return switch (option) {
            case LISTEN, "--db", "--home", "--log" -> true;
            case "--device-id", "--site" -> false;
            default -> MqttOptions.knows(option);
        };
    }

    private void value(String option, String value) throws BadArguments {
        switch (option) {
            case LISTEN ->
                    properties.put("linekeeper.mqtt-listen", Options.address(option, value, true));
            case "--db" -> properties.put("linekeeper.db", value);
            case "--home" -> home = NamedFiles.path(option, value);
            case "--log" -> properties.put("linekeeper.log", Options.level(value));
            default -> mqtt.put(option, value);
        }
    }
}
