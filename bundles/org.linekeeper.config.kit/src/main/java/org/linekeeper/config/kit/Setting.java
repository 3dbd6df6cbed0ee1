// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import java.util.Objects;

/**
 * A setting and where it stands.
 *
 * @param key as the file writes it
 * @param value without blanks around it; may be empty and may be a password
 * @param file its name
 * @param at the line in the file, from 1
 */
public record Setting(String key, String value, String file, int at) {
    public Setting {
        Objects.requireNonNull(key);
        Objects.requireNonNull(value);
        Objects.requireNonNull(file);
    }

    /** Without the value, which may be a password. */
    @Override
    public String toString() {
        return file + ":" + at + ": " + key;
    }
}
