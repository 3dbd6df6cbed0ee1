// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Holds down what the parts log about themselves, with both of the logs that are ours. */
final class Quiet {
    /** The JDK's, which the launcher sets up; loggers have to be held, as levels go with them. */
    private static final Map<Logger, Level> LEVELS =
            Map.of(
                    Logger.getLogger("org.apache.activemq"), Level.WARNING,
                    Logger.getLogger("org.apache.activemq.artemis.core.server"), Level.SEVERE,
                    Logger.getLogger("org.apache.activemq.artemis.core.protocol.mqtt"), Level.OFF,
                    Logger.getLogger("org.apache.activemq.audit"), Level.OFF,
                    Logger.getLogger("io.netty"), Level.SEVERE);

    /** Words of slf4j-simple, where a process has that one. */
    private static final Map<Level, String> WORDS =
            Map.of(Level.WARNING, "warn", Level.SEVERE, "error", Level.OFF, "off");

    private Quiet() {}

    /**
     * To be called before their first log line. What a client does wrong they take for an error of
     * theirs, each time: a hostile one would fill the disk with it.
     */
    static void artemis() {
        LEVELS.forEach(Quiet::hold);
    }

    private static void hold(Logger logger, Level level) {
        logger.setLevel(level);
        String name = "org.slf4j.simpleLogger.log." + logger.getName();
        String general = System.getProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
        if (System.getProperty(name) == null && !general.equals("off")) {
            System.setProperty(name, WORDS.get(level));
        }
    }
}
