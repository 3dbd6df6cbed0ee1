// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

/**
 * What a line knows of a target from its own attempts, probes and other lines.
 *
 * @param verdict the last one
 * @param untilMs on the runtime's clock, the end of a quarantine; 0 if there is none
 * @param failures in a row
 */
public record Health(Verdict verdict, long untilMs, int failures) {
    /** A target of which nothing is known, or nothing bad. */
    public static final Health GOOD = new Health(Verdict.AVAILABLE, 0, 0);

    /** The states a target can be in. */
    public enum Verdict {
        AVAILABLE,
        /** An attempt there has gone unanswered, the verdict is still out or the penalty over. */
        SUSPECT,
        /** Failed; under penalty until {@link Health#untilMs}. */
        QUARANTINED,
        /** Under penalty, and being tried. */
        PROBING
    }
}
