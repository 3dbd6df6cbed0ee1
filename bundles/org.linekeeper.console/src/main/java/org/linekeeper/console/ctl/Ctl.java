// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console.ctl;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code linekeeper ctl [--http ADDR:PORT] [--token-file FILE] COMMAND…}: asks a running phone and
 * prints what it says. Exit status 0 done, 1 the phone refused (its reason on stderr), 2 bad
 * arguments or no phone there.
 */
public final class Ctl {
    private static final String DEFAULT_PLACE = "127.0.0.1:8089";
    private static final Pattern PLACE =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):[0-9]{1,5}");

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private String place = DEFAULT_PLACE;
    private Optional<String> token = Optional.empty();

    Ctl(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int status = new Ctl(System.getenv(), out, err).run(args);
        out.flush();
        System.exit(status);
    }

    int run(String... args) {
        try {
            String secret = environment.getOrDefault("LINEKEEPER_TOKEN", "");
            token = secret.isEmpty() ? token : Optional.of(checked(secret, "LINEKEEPER_TOKEN"));
            List<String> words = options(new ArrayList<>(List.of(args)));
            if (words.equals(List.of("--help")) || words.equals(List.of("help"))) {
                out.print(help());
                return 0;
            }
            Command command = Command.find(words).orElseThrow(() -> misuse(words));
            return new Client(place, token).run(command, words, out, err) ? 0 : 1;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
        } catch (ConnectException
                | NoRouteToHostException
                | SocketTimeoutException
                | UnknownHostException e) {
            err.println("nothing answers at " + place + "; is \"linekeeper run\" up?");
        } catch (IOException e) {
            err.println("what listens at " + place + " broke off; is it \"linekeeper run\"?");
        }
        return 2;
    }

    /** Takes the options off the front. */
    private List<String> options(List<String> args) {
        while (args.size() > 1 && args.get(0).startsWith("--") && !args.get(0).equals("--help")) {
            String name = args.remove(0);
            String value = args.remove(0);
            switch (name) {
                case "--http" -> place = checkedPlace(value);
                case "--token-file" -> token = Optional.of(read(Path.of(value)));
                default -> throw new IllegalArgumentException("ctl has no option " + name + ".");
            }
        }
        return args;
    }

    private static String checkedPlace(String text) {
        if (!PLACE.matcher(text).matches()) {
            throw new IllegalArgumentException("--http " + text + " is not ADDR:PORT.");
        }
        return text;
    }

    private static String read(Path file) {
        String text = "";
        try {
            text = Files.readString(file).strip();
        } catch (IOException e) {
            // No text is no token.
        }
        return checked(text, "--token-file " + file);
    }

    /** The secret, if it can stand in a header; else a sentence that does not quote it. */
    private static String checked(String secret, String source) {
        if (!secret.matches("[!-~]{1,1024}")) {
            throw new IllegalArgumentException(source + " holds no token that can be read.");
        }
        return secret;
    }

    private static IllegalArgumentException misuse(List<String> words) {
        String known =
                Command.ALL.stream()
                        .filter(command -> !words.isEmpty() && command.name().equals(words.get(0)))
                        .map(Command::usage)
                        .reduce((one, other) -> one + "\" or \"" + other)
                        .map(usage -> "say \"linekeeper ctl " + usage + "\".")
                        .orElse("say one of the commands of \"linekeeper ctl --help\".");
        return new IllegalArgumentException(
                (words.isEmpty() ? "a command is missing; " : "\"" + words.get(0) + "\": ")
                        + known);
    }

    private static String help() {
        StringBuilder text = new StringBuilder();
        text.append("linekeeper ctl [--http ADDR:PORT] [--token-file FILE] COMMAND\n\n");
        for (Command command : Command.ALL) {
            text.append(String.format("  %-22s %s%n", command.usage(), command.help()));
        }
        return text.append('\n')
                .append("ADDR:PORT is " + DEFAULT_PLACE + " unless told. Outside loopback the\n")
                .append("phone wants its token: the file \"token\" in its home directory, or\n")
                .append("the environment's LINEKEEPER_TOKEN. Exit: 0 done, 1 refused, 2 misused\n")
                .append("or no phone there.\n")
                .toString();
    }
}
