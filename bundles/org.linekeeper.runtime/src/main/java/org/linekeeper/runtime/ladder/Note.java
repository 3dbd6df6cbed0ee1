// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import java.util.regex.Pattern;
import org.linekeeper.api.lines.LadderStep;

/**
 * What is to be told of a step of the line.
 *
 * @param kind TIMER or DECISION
 * @param text one line without numbers or names of people
 */
record Note(LadderStep.Kind kind, String text) {
    private static final int LONGEST = 300;
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

    Note {
        // A network's or a policy's words may be in it.
        String line = CONTROLS.matcher(text).replaceAll(" ");
        text = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    static Note timer(String text) {
        return new Note(LadderStep.Kind.TIMER, text);
    }

    static Note decision(String text) {
        return new Note(LadderStep.Kind.DECISION, text);
    }
}
