// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts an image: {@code java -jar linekeeper.jar run|check|convert …}. Exit codes: 0 stopped or
 * clean, 1 warnings or something lost, 2 refused. With the system property {@code
 * linekeeper.lifeline} = true it also ends with its standard input.
 */
public final class Main {
    private static final int REFUSED = 2;

    private Main() {}

    /** Runs one command; ends the process. */
    public static void main(String[] args) {
        System.setProperty("java.util.logging.manager", LogLines.Lasting.class.getName());
        if (Boolean.getBoolean("linekeeper.lifeline")) {
            Thread lifeline = new Thread(Main::endWithInput, "lk-lifeline");
            lifeline.setDaemon(true);
            lifeline.start();
        }
        int code;
        try {
            code = run(List.of(args));
        } catch (BadArguments e) {
            System.err.println("linekeeper: " + e.getMessage());
            code = REFUSED;
        }
        System.exit(code);
    }

    /** Whoever has started this process holds its input, and however he ends he lets go of it. */
    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            System.err.println("linekeeper: " + e.getMessage());
        }
        System.exit(0);
    }

    private static int run(List<String> args) throws BadArguments {
        boolean help = args.contains("--help");
        if (help || args.isEmpty() || List.of("help", "-h").contains(args.get(0))) {
            System.out.print(usage());
            return args.isEmpty() ? REFUSED : 0;
        }
        Options options = Options.parse(args);
        return new Image(imageDirectory()).run(options);
    }

    private static String usage() {
        return Usage.text(Boolean.getBoolean("linekeeper.script"));
    }

    /** The launcher's jar lies in the image's directory. */
    private static Path imageDirectory() throws BadArguments {
        try {
            Path jar =
                    Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return jar.toAbsolutePath().getParent();
        } catch (java.net.URISyntaxException e) {
            throw new BadArguments("the image cannot be found: " + e.getMessage());
        }
    }
}
