// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The command line as framework properties.
 *
 * @param command run, check, convert, collect, dashboard or demo
 * @param home where state is kept; empty = nowhere
 * @param policy a policy bundle to start beside the image's own
 * @param properties for the bundles, {@code linekeeper.…}
 */
record Options(
        String command,
        Optional<Path> home,
        Optional<Path> policy,
        Map<String, String> properties) {
    private static final Set<String> COMMANDS = Set.of("run", "check", "convert");
    private static final Pattern ADDRESS =
            Pattern.compile("(\\[[0-9A-Fa-f:.%a-z]+]|[^\\s:\\[\\]]+)(?::(\\d{1,5}))?");
    private static final Pattern IP =
            Pattern.compile(
                    "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}"
                            + "|\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%a-z]*]");
    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

    /** Reads the words of the command line; touches files only to see that they are there. */
    static Options parse(List<String> args) throws BadArguments {
        Deque<String> words = new ArrayDeque<>(args);
        String command = words.removeFirst();
        if (FleetOptions.take(command)) {
            return new FleetOptions(command).parse(words);
        }
        if (command.equals(DemoOptions.COMMAND)) {
            return new DemoOptions().parse(words);
        }
        if (!COMMANDS.contains(command)) {
            throw new BadArguments("there is no command " + command + "; see linekeeper --help");
        }
        Parser parser = new Parser(command);
        while (!words.isEmpty()) {
            parser.word(words.removeFirst(), words);
        }
        return parser.options();
    }

    /** ADDR:PORT, or also ADDR. */
    static String address(String option, String value, boolean needsPort) throws BadArguments {
        var matcher = ADDRESS.matcher(value);
        boolean fits = matcher.matches() && (!needsPort || matcher.group(2) != null);
        if (!fits || matcher.group(2) != null && Integer.parseInt(matcher.group(2)) > 65535) {
            String form = needsPort ? "ADDR:PORT" : "ADDR or ADDR:PORT";
            throw new BadArguments(option + " " + value + " is not " + form);
        }
        return value;
    }

    /** How much is logged. */
    static String level(String value) throws BadArguments {
        String level = value.toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new BadArguments("--log " + value + " is none of " + String.join(", ", LEVELS));
        }
        return level;
    }

    /** What has been read so far. */
    private static final class Parser {
        private final String command;
        private final boolean run;
        private final Map<String, String> properties = new TreeMap<>();
        private final List<String> files = new ArrayList<>();
        private final Set<String> dns = new LinkedHashSet<>();
        private final List<String> settings = new ArrayList<>();
        private final MqttOptions mqtt = new MqttOptions();
        private Path home = Path.of(System.getProperty("user.home"), ".linekeeper");
        private Optional<Path> policy = Optional.empty();

        Parser(String command) {
            this.command = command;
            this.run = command.equals("run");
            properties.put("linekeeper.http", "127.0.0.1:8089");
        }

        void word(String word, Deque<String> rest) throws BadArguments {
            if (!word.startsWith("--")) {
                if (word.indexOf('\n') >= 0) {
                    throw new BadArguments("a config file with a line break in its name: " + word);
                }
                files.add(word);
            } else if (word.equals("--json") && command.equals("check")) {
                properties.put("linekeeper.json", "true");
            } else if (word.equals("--with-secrets") && command.equals("convert")) {
                properties.put("linekeeper.with-secrets", "true");
            } else {
                option(word, rest);
            }
        }

        private void option(String word, Deque<String> rest) throws BadArguments {
            boolean known =
                    switch (word) {
                        case "--vendor", "--model", "--set" -> true;
                        case "--to" -> command.equals("convert");
                        case "--home",
                                "--http",
                                "--dns",
                                "--bind",
                                "--policy",
                                "--dialplan",
                                "--tls-ca",
                                "--log",
                                "--time-scale" ->
                                run;
                        default -> run && MqttOptions.knows(word);
                    };
            if (!known) {
                throw new BadArguments("there is no option " + word + " here; see --help");
            }
            if (rest.isEmpty() || rest.peekFirst().startsWith("--")) {
                throw new BadArguments(word + " needs a value");
            }
            value(word, rest.removeFirst());
        }

        private void value(String option, String value) throws BadArguments {
            switch (option) {
                case "--home" -> home = NamedFiles.path(option, value);
                case "--http" -> properties.put("linekeeper.http", address(option, value, true));
                case "--dns" -> dns.add(value.equals("none") ? value : literal(option, value));
                case "--bind" -> properties.put("linekeeper.bind", literal(option, value));
                case "--policy" -> policy = Optional.of(NamedFiles.file(option, value));
                case "--dialplan" ->
                        properties.put(
                                "linekeeper.dialplan", NamedFiles.file(option, value).toString());
                case "--tls-ca" ->
                        properties.put("linekeeper.tls.ca", NamedFiles.certificates(option, value));
                case "--log" -> properties.put("linekeeper.log", level(value));
                case "--time-scale" -> properties.put("linekeeper.time-scale", scale(value));
                case "--to" -> properties.put("linekeeper.to", value);
                case "--vendor" -> properties.put("linekeeper.vendor", value);
                case "--model" -> properties.put("linekeeper.model", value);
                case "--set" -> settings.add(setting(value));
                default -> mqtt.put(option, value);
            }
        }

        /** An IP address: a name would have to be looked up before there is anybody to ask. */
        private static String literal(String option, String value) throws BadArguments {
            address(option, value, false);
            var matcher = ADDRESS.matcher(value);
            boolean ip = matcher.matches() && IP.matcher(matcher.group(1)).matches();
            if (!ip) {
                throw new BadArguments(option + " " + value + " is not an IP address");
            }
            return value;
        }

        private static String scale(String value) throws BadArguments {
            try {
                double factor = Double.parseDouble(value);
                if (factor > 0 && factor <= 100_000) {
                    return Double.toString(factor);
                }
            } catch (NumberFormatException notANumber) {
                // Said below, as for a number out of range.
            }
            throw new BadArguments("--time-scale " + value + " is no number above 0");
        }

        private static String setting(String value) throws BadArguments {
            if (value.indexOf('=') < 1 || value.indexOf('\n') >= 0) {
                throw new BadArguments("--set " + value + " is not KEY=VALUE");
            }
            return value;
        }

        Options options() throws BadArguments {
            if (files.isEmpty()) {
                throw new BadArguments(command + " needs a config file; see --help");
            }
            if (command.equals("convert") && files.size() > 1) {
                throw new BadArguments("convert takes one config file, not " + files.size());
            }
            if (command.equals("convert") && !properties.containsKey("linekeeper.to")) {
                throw new BadArguments("convert needs --to VENDOR; see --help");
            }
            if (dns.contains("none") && dns.size() > 1) {
                throw new BadArguments("--dns none and --dns ADDR contradict each other");
            }
            properties.put("linekeeper.command", command);
            properties.put("linekeeper.config", String.join("\n", files));
            properties.put("linekeeper.hold", "true");
            if (!dns.isEmpty()) {
                properties.put("linekeeper.dns", String.join(",", dns));
            }
            if (!settings.isEmpty()) {
                properties.put("linekeeper.set", String.join("\n", settings));
            }
            properties.putAll(mqtt.properties());
            if (!run) {
                properties.put("linekeeper.http", "none");
            }
            return new Options(
                    command, run ? Optional.of(home) : Optional.empty(), policy, properties);
        }
    }
}
