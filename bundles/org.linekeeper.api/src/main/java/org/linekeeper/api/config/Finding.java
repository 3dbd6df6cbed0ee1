// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.config;

import java.util.Objects;

/**
 * A warning or an error about a config file.
 *
 * @param file its name
 * @param at the line in it, from 1; 0 = the file as a whole
 * @param key the setting as the file writes it; may be empty
 * @param value what stands there, never a password; may be empty
 * @param message one clear sentence
 * @param used what is used instead; empty for an error
 */
public record Finding(String file, int at, String key, String value, String message, String used) {
    public Finding {
        Objects.requireNonNull(file);
        Objects.requireNonNull(key);
        Objects.requireNonNull(value);
        Objects.requireNonNull(message);
        Objects.requireNonNull(used);
    }

    /** For example {@code x4u.cfg:12: SIP1 Transport = 7: is not 0, 1 or 3; used: 0}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (at > 0) {
            text.append(':').append(at);
        }
        text.append(": ");
        if (!key.isEmpty()) {
            text.append(key).append(" = ").append(value).append(": ");
        }
        text.append(message);
        if (!used.isEmpty()) {
            text.append("; used: ").append(used);
        }
        return text.toString();
    }
}
