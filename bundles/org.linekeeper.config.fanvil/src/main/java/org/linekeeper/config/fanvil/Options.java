// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.config.kit.CheckedSettings;

/**
 * How a phone counts before it gives a server up, which its files do not say (F8).
 *
 * @param byDuration the second generation: a time, not a count
 * @param giveUpMs that time
 * @param countsSends whether Signal Retry Counts are sends, not retransmissions
 */
record Options(boolean byDuration, long giveUpMs, boolean countsSends) {
    /**
     * An assumption, as the vendor gives no number: what the third generation takes with its three
     * retransmissions, 7.5 s, rounded up to whole seconds.
     */
    static final long DEFAULT_GIVE_UP_MS = 8000;

    static final String PREFIX = "fanvil.";
    static final String GENERATION = PREFIX + "generation";
    static final String GIVE_UP_MS = PREFIX + "give-up-ms";
    static final String COUNT = PREFIX + "count";

    private static final long MIN_GIVE_UP_MS = 100;
    private static final long MAX_GIVE_UP_MS = 600_000;

    /**
     * Reads those of this vendor.
     *
     * @param file what the findings name
     * @param errors takes options and values that there are not
     * @param warnings takes options that have no effect
     */
    static Options of(
            Map<String, String> options,
            String file,
            Consumer<Finding> errors,
            Consumer<Finding> warnings) {
        boolean byDuration = "v2".equals(options.get(GENERATION));
        boolean countsSends = "sends".equals(options.get(COUNT));
        long giveUpMs = DEFAULT_GIVE_UP_MS;
        for (Map.Entry<String, String> option : new TreeMap<>(options).entrySet()) {
            String name = option.getKey();
            String value = option.getValue();
            String wrong = name.startsWith(PREFIX) ? wrong(name, value) : "";
            if (!wrong.isEmpty()) {
                errors.accept(new Finding(file, 0, name, value, wrong, ""));
            } else if (name.equals(GIVE_UP_MS)) {
                giveUpMs = CheckedSettings.wholeNumber(value).orElseThrow();
            }
            String needed = name.equals(GIVE_UP_MS) ? "v2" : name.equals(COUNT) ? "v3" : "";
            if (!needed.isEmpty() && byDuration != needed.equals("v2")) {
                String sentence = "has no effect without " + GENERATION + "=" + needed;
                warnings.accept(new Finding(file, 0, name, value, sentence, ""));
            }
        }
        return new Options(byDuration, giveUpMs, countsSends);
    }

    /** What is wrong with an option of this vendor; empty = nothing. */
    private static String wrong(String name, String value) {
        switch (name) {
            case GENERATION:
                return value.matches("v2|v3") ? "" : "is not v2 or v3";
            case COUNT:
                return value.matches("retransmissions|sends")
                        ? ""
                        : "is not retransmissions or sends";
            case GIVE_UP_MS:
                long ms = CheckedSettings.wholeNumber(value).orElse(-1);
                return ms >= MIN_GIVE_UP_MS && ms <= MAX_GIVE_UP_MS
                        ? ""
                        : "is not a whole number in " + MIN_GIVE_UP_MS + ".." + MAX_GIVE_UP_MS;
            default:
                return "is no option of this vendor";
        }
    }

    /** How often a request is sent to a server; empty when a time decides. */
    OptionalInt transmissions(int signalRetryCounts) {
        if (byDuration) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(countsSends ? Math.max(signalRetryCounts, 1) : signalRetryCounts + 1);
    }

    GiveUp giveUp() {
        return byDuration ? GiveUp.all(giveUpMs) : GiveUp.NONE;
    }
}
