// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.config;

import java.util.Objects;
import java.util.Set;

/**
 * A config file as a vendor writes it.
 *
 * @param text all of it, to be stored as UTF-8
 * @param withoutPassword the numbers of the lines whose password was left out on purpose
 */
public record Writing(String text, Set<Integer> withoutPassword) {
    public Writing {
        Objects.requireNonNull(text);
        withoutPassword = Set.copyOf(withoutPassword);
    }

    /** The text must not show up in a log: it may hold passwords. */
    @Override
    public String toString() {
        return text.length() + " characters";
    }
}
