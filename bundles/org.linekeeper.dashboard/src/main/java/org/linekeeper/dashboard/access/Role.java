// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do; each one may do what those before it may. */
public enum Role {
    /** Looks. */
    VIEWER,
    /** Acts: silences alerts, pulls plugs, invites others. */
    OPERATOR;

    /** As routes, the API and the store say it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean may(Role asked) {
        return compareTo(asked) >= 0;
    }

    static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
