// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;

/** Files as tests write them. */
final class Phone {
    static final String FILE = "phone.toml";

    /** What a line needs to serve; seven lines. */
    static final String LINE =
            """
            [[line]]
            line = 1
            user = "100"
            password = "s3cret"
            servers = [ { address = "one.example" }, { address = "two.example" } ]

            """;

    private Phone() {}

    static Reading read(String... texts) {
        List<ConfigFile> files = Arrays.stream(texts).map(Phone::file).toList();
        return new GenericAdapter().read(files, Map.of());
    }

    /** The lines of files that are not refused. */
    static List<LineConfig> lines(String... texts) {
        Reading reading = read(texts);
        if (reading.isRefused() || !reading.warnings().isEmpty()) {
            throw new AssertionError(reading.errors() + " " + reading.warnings());
        }
        return reading.lines();
    }

    /** Why a file is refused. */
    static Finding error(String text) {
        List<Finding> errors = read(text).errors();
        if (errors.size() != 1) {
            throw new AssertionError(errors);
        }
        return errors.get(0);
    }

    static ConfigFile file(String text) {
        return new ConfigFile(FILE, text.getBytes(StandardCharsets.UTF_8));
    }
}
