// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.linekeeper.api.config.Reading;

/** {@code --set emergency.numbers=112,911}: for every line, whatever its vendor. */
final class EmergencyNumbers {
    static final String OPTION = "emergency.numbers";
    private static final int MOST = 20;

    private EmergencyNumbers() {}

    /** What is wrong with the option; empty if nothing is. */
    static Optional<String> fault(Map<String, String> options) {
        String given = options.getOrDefault(OPTION, "");
        boolean good =
                given.isEmpty()
                        || given.matches("[0-9*#+]{1,32}(,[0-9*#+]{1,32})*")
                                && given.split(",").length <= MOST;
        return good
                ? Optional.empty()
                : Optional.of(
                        OPTION
                                + " = "
                                + given
                                + " is no list of up to "
                                + MOST
                                + " numbers: 112,911");
    }

    /** The lines with these numbers, if the option is there; it may say that there are none. */
    static Reading into(Reading reading, Map<String, String> options) {
        String given = options.get(OPTION);
        if (given == null) {
            return reading;
        }
        Set<String> numbers = given.isEmpty() ? Set.of() : Set.copyOf(List.of(given.split(",")));
        return new Reading(
                reading.lines().stream()
                        .map(line -> line.with(draft -> draft.emergencyNumbers(numbers)))
                        .toList(),
                reading.staticDns(),
                reading.warnings(),
                reading.errors());
    }
}
