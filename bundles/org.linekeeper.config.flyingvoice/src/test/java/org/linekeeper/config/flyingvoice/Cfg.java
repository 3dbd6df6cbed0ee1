// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;

/** Files as tests write them. */
final class Cfg {
    static final String FILE = "phone.cfg";

    /** What a line needs to serve; five lines. */
    static final String ACCOUNT =
            """
            phone_number = 100
            account = 100
            password = secret
            outbound_server = one.example
            backup_outbound_server = two.example
            """;

    private Cfg() {}

    static Reading read(String text, Map<String, String> options) {
        return new FlyingvoiceAdapter().read(List.of(file(text)), options);
    }

    static Reading read(String text) {
        return read(text, Map.of());
    }

    /** The account with these lines behind it, which must not be warned of. */
    static LineConfig line(String... more) {
        Reading reading = read(ACCOUNT + String.join("\n", more));
        if (!reading.errors().isEmpty() || !reading.warnings().isEmpty()) {
            throw new AssertionError(reading.errors() + " " + reading.warnings());
        }
        return reading.lines().get(0);
    }

    static ConfigFile file(String text) {
        return new ConfigFile(FILE, text.getBytes(StandardCharsets.UTF_8));
    }
}
