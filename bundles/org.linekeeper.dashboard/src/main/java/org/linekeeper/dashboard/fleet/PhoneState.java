// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What a phone is worth to who wants to dial, in the order in which a fleet's owner worries. */
public enum PhoneState {
    /** A line that wants to be registered is not, and nothing is under way. */
    UNREGISTERED,
    /** Between two servers, or registering for the first time. */
    SWITCHING,
    ON_BACKUP,
    /** The phone is gone, its lease is over, or it has not told of its lines yet. */
    UNKNOWN,
    ON_PRIMARY,
    /** No line of it is to be in service. */
    DISABLED;

    /** As it stands in JSON, in addresses and in labels. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PhoneState> of(String word) {
        return Arrays.stream(values()).filter(state -> state.word().equals(word)).findFirst();
    }

    /** What a line's word means for its phone; a word that we do not know yet is unknown. */
    static PhoneState ofLine(String word) {
        return word.equals("registering") ? SWITCHING : of(word).orElse(UNKNOWN);
    }

    /** That of the line which its owner worries about most; without any line, unknown. */
    static Optional<LineNow> worst(Collection<LineNow> lines) {
        return lines.stream()
                .min((one, other) -> ofLine(one.state()).compareTo(ofLine(other.state())));
    }
}
