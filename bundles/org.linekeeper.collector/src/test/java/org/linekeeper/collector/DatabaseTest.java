// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseTest {
    @Test
    void anotherKindIsRefusedAndAPasswordIsNotShown() {
        assertThatThrownBy(() -> Database.of("jdbc:mysql://db/fleet", "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The database is neither jdbc:h2: nor jdbc:postgresql:, it begins with"
                                + " \"jdbc:mysql:\".");
        for (String url :
                new String[] {
                    "jdbc:postgresql://db/fleet?user=u&password=secret",
                    "jdbc:postgresql://u:secret@db/fleet",
                    "jdbc:h2:file:/x;PASSWORD=secret"
                }) {
            assertThatThrownBy(() -> Database.of(url, "", ""))
                    .hasMessage(
                            "The database's URL holds a password: that comes by the environment"
                                    + " variable LINEKEEPER_DB_PASSWORD only.");
        }
        assertThatThrownBy(() -> Database.of("secret", "", ""))
                .hasMessageEndingWith("it begins with \"\".");
    }
}
