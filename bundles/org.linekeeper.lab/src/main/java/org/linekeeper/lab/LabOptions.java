// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab;

import java.util.Iterator;
import java.util.List;

/**
 * The command line of {@code linekeeper lab}.
 *
 * @param servers 1 to 100
 * @param port of the first server, the others follow; 0 gives each any free one
 */
record LabOptions(int servers, int port) {

    private static final int MAX_SERVERS = 100;
    private static final int MAX_PORT = 65_535;

    /** Throws {@link IllegalArgumentException} with one sentence on what is wrong. */
    static LabOptions parse(List<String> arguments) {
        int servers = 2;
        int port = 5_060;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            if (option.equals("--servers")) {
                servers = number(option, rest, 1, MAX_SERVERS);
            } else if (option.equals("--port")) {
                port = number(option, rest, 0, MAX_PORT);
            } else {
                throw new IllegalArgumentException(
                        "unknown argument \"" + option + "\", only --servers and --port are known");
            }
        }
        if (port + servers - 1 > MAX_PORT) {
            throw new IllegalArgumentException(
                    "--port " + port + " leaves no room for " + servers + " servers up to 65535");
        }
        return new LabOptions(servers, port);
    }

    private static int number(String option, Iterator<String> rest, int least, int most) {
        String value = rest.hasNext() ? rest.next() : "";
        boolean digits = value.matches("\\d{1,6}");
        if (!digits || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException(
                    option
                            + " needs a number from "
                            + least
                            + " to "
                            + most
                            + (value.isEmpty() ? "" : ", not \"" + value + "\""));
        }
        return Integer.parseInt(value);
    }
}
