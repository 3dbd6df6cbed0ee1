// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseTest {
    @Test
    void anotherKindIsRefusedWithoutItsPassword() {
        assertThatThrownBy(() -> Database.of("jdbc:mysql://u:secret@db/fleet", "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The database is neither jdbc:h2: nor jdbc:postgresql:, it begins with"
                                + " \"jdbc:mysql:\".");
        assertThatThrownBy(() -> Database.of("secret", "", ""))
                .hasMessageEndingWith("it begins with \"\".");
    }
}
