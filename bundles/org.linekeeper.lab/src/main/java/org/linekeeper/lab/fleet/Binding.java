// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import java.util.Optional;
import org.linekeeper.api.line.Target;

/** What the REGISTERs of one binding have in common (RFC 3261 section 10.2). Of the loop. */
final class Binding {
    private final String callId;
    private final String tag;
    private long cseq;
    private Optional<Attempt> last = Optional.empty();
    private Optional<Target> lastTarget = Optional.empty();

    Binding(String callId, String tag) {
        this.callId = callId;
        this.tag = tag;
    }

    String callId() {
        return callId;
    }

    String tag() {
        return tag;
    }

    long nextCseq() {
        return ++cseq;
    }

    /** An attempt asks a target. */
    void asks(Attempt attempt, Target target) {
        last = Optional.of(attempt);
        lastTarget = Optional.of(target);
    }

    /** Whether another attempt has asked the same target since. */
    boolean isOvertaken(Attempt attempt, Target target) {
        return lastTarget.equals(Optional.of(target)) && !last.equals(Optional.of(attempt));
    }
}
