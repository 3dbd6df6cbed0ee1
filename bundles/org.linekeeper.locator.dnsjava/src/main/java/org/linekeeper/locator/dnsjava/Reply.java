// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.List;
import org.xbill.DNS.Record;

/** What became of a question. */
sealed interface Reply {
    /**
     * Records of the type asked for, at the end of all aliases.
     *
     * @param records in the order of the answer, without duplicates, at most {@link Limits#RECORDS}
     * @param expiresAtMs when the shortest TTL on the way is over, on the locator's clock
     * @param stale whether that is over, and the records hold on for want of new ones
     */
    record Records(List<Record> records, long expiresAtMs, boolean stale) implements Reply {
        public Records {
            records = List.copyOf(records);
        }

        /** Records that are as their TTL says. */
        Records(List<Record> records, long expiresAtMs) {
            this(records, expiresAtMs, false);
        }
    }

    /**
     * DNS knows that there are none.
     *
     * @param noName whether the name itself does not exist, for any type
     * @param by who says so
     * @param expiresAtMs until when that may be believed, on the locator's clock
     */
    record None(boolean noName, String by, long expiresAtMs) implements Reply {}

    /**
     * Nobody knows.
     *
     * @param why in a few words
     * @param passing whether it is a failure, so that the same question may soon be answered
     */
    record Unknown(String why, boolean passing) implements Reply {}
}
