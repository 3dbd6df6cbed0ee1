// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.AssumptionViolatedException;

/** Servers that are not ours. Without them tests are skipped, but never where all must run. */
final class RealServers {
    private static final Set<String> SAID = new HashSet<>();

    private RealServers() {}

    /** The program's path; else skips or fails the test, with one line that names the package. */
    static synchronized Path need(String program, String debianPackage) {
        Optional<Path> found = find(program);
        if (found.isPresent()) {
            return found.get();
        }
        String line =
                "Tests with a real "
                        + program
                        + " are skipped: it is not installed. On Debian: apt-get install "
                        + debianPackage;
        if (isRequired()) {
            throw new AssertionError(line.replace("are skipped", "must run"));
        }
        if (SAID.add(program)) {
            System.err.println(line);
        }
        throw new AssumptionViolatedException(line);
    }

    private static boolean isRequired() {
        return "true".equals(System.getenv("CI"))
                || "1".equals(System.getenv("LINEKEEPER_REQUIRE_SERVERS"));
    }

    /** Servers lie in directories that are not on everybody's path. */
    private static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Arrays.stream(path.split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
