// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How much Linekeeper's bundles log, where SLF4J writes to the JDK's log, as in our images. */
final class LogLevel {
    private static final Map<String, Level> LEVELS =
            Map.of(
                    "error", Level.SEVERE,
                    "warn", Level.WARNING,
                    "info", Level.INFO,
                    "debug", Level.FINE);

    /** Held here: the JDK forgets a logger, and its level with it, that nobody refers to. */
    private static final Logger OURS = Logger.getLogger("org.linekeeper");

    private LogLevel() {}

    /** Takes a level until the phone starts again; why not, if not. */
    static Optional<String> set(Optional<String> word) {
        Level level = word.map(LEVELS::get).orElse(null);
        if (level == null) {
            return Optional.of("The level is not one of error, warn, info and debug.");
        }
        OURS.setLevel(level);
        return Optional.empty();
    }
}
