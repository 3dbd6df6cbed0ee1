// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import java.nio.file.Path;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The command line of {@code demo}: all that it keeps goes with it, unless it has a home. */
final class DemoOptions {
    static final String COMMAND = "demo";
    private static final String HTTP = "linekeeper.http";
    private static final String PAGE = "127.0.0.1:8090";

    private final Map<String, String> properties = new TreeMap<>();
    private Optional<Path> home = Optional.empty();

    Options parse(Deque<String> words) throws BadArguments {
        // That phones meet a server in trouble is what it is for.
        properties.put("linekeeper.log", "error");
        while (!words.isEmpty()) {
            String option = words.removeFirst();
            if (option.equals("--once")) {
                properties.put("linekeeper.demo.once", "true");
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
        // Nobody looks at the page of a demo that ends by itself, unless he says where it is to be.
        boolean once = properties.containsKey("linekeeper.demo.once");
        properties.putIfAbsent(HTTP, once ? "none" : PAGE);
        properties.put("linekeeper.mqtt-listen", "127.0.0.1:0");
        properties.put("linekeeper.demo", "true");
        properties.put("linekeeper.command", COMMAND);
        return new Options(COMMAND, home, Optional.empty(), properties);
    }

    private static boolean knows(String option) {
        return switch (option) {
            case "--http", "--home", "--log" -> true;
            default -> false;
        };
    }

    private void value(String option, String value) throws BadArguments {
        switch (option) {
            case "--http" -> properties.put(HTTP, Options.address(option, value, true));
            case "--home" -> home = Optional.of(NamedFiles.path(option, value));
            default -> properties.put("linekeeper.log", Options.level(value));
        }
    }
}
