// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Holds down what the parts log about themselves, in the log that the launcher sets up. */
final class Quiet {
    /** Loggers have to be held, as levels go with them. */
    private static final Map<Logger, Level> LEVELS =
            Map.of(
                    Logger.getLogger("org.apache.activemq"), Level.WARNING,
                    Logger.getLogger("org.apache.activemq.artemis.core.server"), Level.SEVERE,
                    Logger.getLogger("org.apache.activemq.artemis.core.protocol.mqtt"), Level.OFF,
                    Logger.getLogger("org.apache.activemq.audit"), Level.OFF,
                    Logger.getLogger("io.netty"), Level.SEVERE);

    private Quiet() {}

    /**
     * To be called before their first log line. What a client does wrong they take for an error of
     * theirs, each time: a hostile one would fill the disk with it.
     */
    static void artemis() {
        LEVELS.forEach(Logger::setLevel);
    }
}
