// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What the command line asked for, as framework properties say it.
 *
 * @param command run, check or convert; empty = this image was not started by a command
 * @param files paths of config files, in order
 * @param vendor whose form they have, if that was said
 * @param options of adapters, with {@code model} among them if it was given
 * @param json whether check prints JSON
 * @param http what the HTTP API was to bind to; none = nothing
 * @param timeScale as it was given, if it was
 * @param dialplan the file of rules for calls, if there is one
 * @param to whose form convert writes; empty for the other commands
 * @param withSecrets whether convert writes passwords
 */
record Settings(
        String command,
        List<String> files,
        Optional<String> vendor,
        Map<String, String> options,
        boolean json,
        String http,
        Optional<Double> timeScale,
        Optional<String> dialplan,
        String to,
        boolean withSecrets) {
    /** Reads framework properties. */
    static Settings of(UnaryOperator<String> property) {
        Map<String, String> options = new TreeMap<>();
        for (String setting : lines(property.apply("linekeeper.set"))) {
            int at = setting.indexOf('=');
            options.put(setting.substring(0, at), setting.substring(at + 1));
        }
        Optional.ofNullable(property.apply("linekeeper.model"))
                .ifPresent(model -> options.put("model", model));
        return new Settings(
                Optional.ofNullable(property.apply("linekeeper.command")).orElse(""),
                lines(property.apply("linekeeper.config")),
                Optional.ofNullable(property.apply("linekeeper.vendor")),
                options,
                Boolean.parseBoolean(property.apply("linekeeper.json")),
                Optional.ofNullable(property.apply("linekeeper.http")).orElse("none"),
                Optional.ofNullable(property.apply("linekeeper.time-scale"))
                        .map(Double::valueOf)
                        .filter(scale -> scale != 1),
                Optional.ofNullable(property.apply("linekeeper.dialplan")),
                Optional.ofNullable(property.apply("linekeeper.to")).orElse(""),
                Boolean.parseBoolean(property.apply("linekeeper.with-secrets")));
    }

    private static List<String> lines(String text) {
        return text == null || text.isEmpty()
                ? List.of()
                : new ArrayList<>(List.of(text.split("\n")));
    }
}
