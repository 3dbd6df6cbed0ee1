// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import java.util.Optional;

/**
 * Something that is wrong now.
 *
 * @param kind what
 * @param subject tells it from others of its kind: an incident's id, {@code broker}, or nothing
 * @param server whose phones
 * @param phones how many
 * @param text one English sentence
 */
public record Condition(
        Kind kind, String subject, Optional<String> server, int phones, String text) {
    /** Names it as long as it lasts. */
    public String key() {
        return subject.isEmpty() ? kind.word() : kind.word() + ":" + subject;
    }
}
