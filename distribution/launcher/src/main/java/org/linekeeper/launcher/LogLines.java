// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The log on standard error, a line each: time, level, who, what. It is the JDK's own, behind
 * SLF4J, since its level can change while the phone runs.
 */
final class LogLines extends Formatter {
    private static final Map<String, Level> LEVELS =
            Map.of(
                    "error", Level.SEVERE,
                    "warn", Level.WARNING,
                    "info", Level.INFO,
                    "debug", Level.FINE,
                    "trace", Level.FINEST);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final Logger ALL = Logger.getLogger("");

    /**
     * What goes wrong on a connection reaches us as an outcome; held, as levels go with loggers.
     */
    private static final Logger PAHO = Logger.getLogger("org.eclipse.paho");

    private LogLines() {}

    /** To the end: the JDK would take the handlers away while the bundles still stop. */
    public static final class Lasting extends LogManager {
        @Override
        public void reset() {
            // Nothing has to be flushed, and nobody else's settings are read.
        }
    }

    /** Before anybody logs; the level is one of the five words. */
    static void begin(String level) {
        for (Handler handler : ALL.getHandlers()) {
            ALL.removeHandler(handler);
        }
        Handler console = new ConsoleHandler();
        console.setFormatter(new LogLines());
        console.setLevel(Level.ALL);
        ALL.addHandler(console);
        ALL.setLevel(LEVELS.get(level));
        PAHO.setLevel(Level.OFF);
    }

    @Override
    public String format(LogRecord record) {
        LocalTime time = LocalTime.ofInstant(record.getInstant(), ZoneId.systemDefault());
        String name = String.valueOf(record.getLoggerName());
        return TIME.format(time)
                + " "
                + word(record.getLevel())
                + " "
                + name.substring(name.lastIndexOf('.') + 1)
                + " - "
                + formatMessage(record)
                + System.lineSeparator()
                + trace(record);
    }

    private static String word(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN";
        }
        if (level.intValue() >= Level.INFO.intValue()) {
            return "INFO";
        }
        return level.intValue() >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    private static String trace(LogRecord record) {
        if (record.getThrown() == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
