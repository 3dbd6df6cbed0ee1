// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StandsAloneTest {
    private static final Pattern OF_THE_KIT =
            Pattern.compile("org/linekeeper/config/kit/[A-Z]\\w*");

    /** Console, runtime and command line embed this package and not the other. */
    @Test
    void theJsonPackageNamesNoClassOfTheRestOfTheKit() throws Exception {
        URL here = LineJson.class.getResource("LineJson.class");
        try (Stream<Path> files = Files.list(Path.of(here.toURI()).getParent())) {
            List<Path> classes = files.filter(file -> file.toString().endsWith(".class")).toList();
            assertThat(classes).isNotEmpty();
            for (Path file : classes) {
                // Names of classes stand as they are in the constants of a class file.
                String constants = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(OF_THE_KIT.matcher(constants).results().map(MatchResult::group))
                        .as(file.getFileName().toString())
                        .isEmpty();
            }
        }
    }
}
