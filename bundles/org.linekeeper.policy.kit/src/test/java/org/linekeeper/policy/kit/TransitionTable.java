// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The table that stands in the machine's Javadoc. */
final class TransitionTable {
    private static final Path SOURCE =
            Path.of("src/main/java/org/linekeeper/policy/kit/FailoverMachine.java");

    private TransitionTable() {}

    /** One line of it. */
    record Row(String status, String event, String next, String why) {
        String key() {
            return status + ": " + event;
        }
    }

    static List<Row> rows() {
        return source().stream()
                .dropWhile(line -> !line.contains("<pre>"))
                .skip(1)
                .takeWhile(line -> !line.contains("</pre>"))
                .map(line -> line.replaceFirst("^ \\* ", "").strip())
                .filter(line -> !line.startsWith("status ") && !line.startsWith("---"))
                .map(TransitionTable::row)
                .toList();
    }

    private static Row row(String line) {
        String[] cells = line.split(" {2,}");
        if (cells.length != 4) {
            throw new AssertionError("no row of four cells: " + line);
        }
        return new Row(cells[0], cells[1], cells[2], cells[3]);
    }

    private static List<String> source() {
        try {
            return Files.readAllLines(SOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
