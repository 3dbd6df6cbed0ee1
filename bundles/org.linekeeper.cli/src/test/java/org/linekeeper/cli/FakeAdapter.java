// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.linekeeper.api.config.ConfigAdapter;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.line.Server;

/**
 * Reads files whose first line is the vendor's name; each further line is {@code line N SERVER},
 * {@code warn KEY}, {@code refuse KEY} or {@code password TEXT}.
 */
final class FakeAdapter implements ConfigAdapter {
    private final String vendor;
    private Map<String, String> options = Map.of();

    FakeAdapter(String vendor) {
        this.vendor = vendor;
    }

    /** The options of the last reading. */
    Map<String, String> options() {
        return options;
    }

    @Override
    public String vendor() {
        return vendor;
    }

    @Override
    public boolean recognises(ConfigFile file) {
        return text(file).startsWith(vendor + "\n");
    }

    private static String text(ConfigFile file) {
        return new String(file.content(), StandardCharsets.UTF_8);
    }

    @Override
    public Reading read(List<ConfigFile> files, Map<String, String> given) {
        options = given;
        List<LineConfig> lines = new ArrayList<>();
        List<Finding> warnings = new ArrayList<>();
        List<Finding> errors = new ArrayList<>();
        Secret password = Secret.NONE;
        for (ConfigFile file : files) {
            for (String row : text(file).lines().skip(1).toList()) {
                String[] words = row.split(" ");
                switch (words[0]) {
                    case "line" -> lines.add(line(words));
                    case "warn" ->
                            warnings.add(new Finding(file.name(), 2, words[1], "7", "is odd", "1"));
                    case "password" -> password = Secret.of(words[1]);
                    default ->
                            errors.add(new Finding(file.name(), 2, words[1], "7", "is wrong", ""));
                }
            }
        }
        Secret secret = password;
        return errors.isEmpty()
                ? new Reading(
                        lines.stream().map(l -> l.with(d -> d.password(secret))).toList(),
                        List.of(),
                        warnings,
                        List.of())
                : new Reading(List.of(), List.of(), List.of(), errors);
    }

    private static LineConfig line(String[] words) {
        return LineConfig.line(Integer.parseInt(words[1]))
                .with(d -> d.user("100").servers(List.of(Server.at(words[2]))));
    }
}
