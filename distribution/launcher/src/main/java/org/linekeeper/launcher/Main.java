// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import java.nio.file.Path;
import java.util.List;

/**
 * Starts an image: {@code java -jar linekeeper.jar run|check …}. Exit codes: 0 stopped or clean, 1
 * warnings, 2 refused.
 */
public final class Main {
    private static final int REFUSED = 2;

    private Main() {}

    /** Runs one command; ends the process. */
    public static void main(String[] args) {
        int code;
        try {
            code = run(List.of(args));
        } catch (BadArguments e) {
            System.err.println("linekeeper: " + e.getMessage());
            code = REFUSED;
        }
        System.exit(code);
    }

    private static int run(List<String> args) throws BadArguments {
        if (args.isEmpty() || List.of("help", "--help", "-h").contains(args.get(0))) {
            System.out.print(Usage.TEXT);
            return args.isEmpty() ? REFUSED : 0;
        }
        if (args.contains("--help")) {
            System.out.print(Usage.TEXT);
            return 0;
        }
        Options options = Options.parse(args);
        return new Image(imageDirectory()).run(options);
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
