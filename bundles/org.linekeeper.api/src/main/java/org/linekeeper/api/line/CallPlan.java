// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.Objects;

/** Where a dialled call is to go. Immutable. */
public final class CallPlan {
    private final String to;

    private CallPlan(String to) {
        this.to = Objects.requireNonNull(to);
    }

    /** A call to this URI or these digits, through the line's own servers. */
    public static CallPlan to(String to) {
        return new CallPlan(to);
    }

    /** A {@code sip:} or {@code sips:} URI, or digits that stand in the line's own domain. */
    public String to() {
        return to;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallPlan plan && plan.to.equals(to);
    }

    @Override
    public int hashCode() {
        return to.hashCode();
    }

    @Override
    public String toString() {
        return to;
    }
}
