// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

/** One place in an epoch's numbers: what happened there, or that it is known no more. */
public sealed interface Item {
    /** The epoch of the numbers. */
    long epoch();

    /** The first number. */
    long first();

    /** The last number, not below {@link #first}. */
    long last();

    /**
     * A transition.
     *
     * @param epoch the epoch of its number
     * @param seq its number
     * @param line whose it is
     * @param text what the collector gets to read
     */
    record Transition(long epoch, long seq, int line, String text) implements Item {
        @Override
        public long first() {
            return seq;
        }

        @Override
        public long last() {
            return seq;
        }
    }

    /**
     * Transitions that are lost: all of these numbers.
     *
     * @param epoch the epoch of the numbers
     * @param first the first one
     * @param last the last one
     * @param atMs wall clock when it was noticed, milliseconds of 1970
     * @param why one of the words here
     */
    record Gap(long epoch, long first, long last, long atMs, String why) implements Item {
        /** There was no more room for them. */
        public static final String OVERFLOW = "overflow";

        /** They could not be read back. */
        public static final String UNREADABLE = "unreadable";

        /** Nobody handed them in, and nobody has them any more. */
        public static final String MISSING = "missing";

        public Gap {
            if (first > last) {
                throw new IllegalArgumentException("a gap from " + first + " to " + last);
            }
        }

        /** What is left of it behind a number in it. */
        Gap behind(long seq) {
            return new Gap(epoch, seq + 1, last, atMs, why);
        }

        /** How many are lost. */
        public long count() {
            return last - first + 1;
        }
    }
}
