// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Where a real server's programs lie. Without them tests are skipped, but never where all must run. */
final class Servers {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private Servers() {}

    /** A program of PostgreSQL; else skips or fails the test, with one line that names the package. */
    static Path postgres(String program) {
        Optional<Path> found =
                Stream.concat(versions(), path())
                        .map(directory -> directory.resolve(program))
                        .filter(Files::isExecutable)
                        .findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        String line =
                "Tests with a real PostgreSQL are skipped: it is not installed. On Debian: apt-get"
                        + " install postgresql";
        if ("true".equals(System.getenv("CI"))
                || "1".equals(System.getenv("LINEKEEPER_REQUIRE_SERVERS"))) {
            throw new AssertionError(line.replace("are skipped", "must run"));
        }
        System.err.println(line);
        throw new TestAbortedException(line);
    }

    private static Stream<Path> path() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator)).map(Path::of);
    }

    /** Debian keeps each version's programs in a folder of its own; the newest first. */
    private static Stream<Path> versions() {
        if (!Files.isDirectory(DEBIAN)) {
            return Stream.empty();
        }
        try (Stream<Path> found = Files.list(DEBIAN)) {
            return found.map(version -> version.resolve("bin"))
                    .sorted(Comparator.reverseOrder())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
