// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViaTest {
    /** RFC 3261 section 18.2.2: where an answer goes when rport is not asked for. */
    @ParameterizedTest
    @CsvSource({
        "pbx.example, 5060",
        "pbx.example:5062, 5062",
        "192.0.2.1:5070, 5070",
        "[2001:db8::1], 5060",
        "[2001:db8::1]:5080, 5080",
        "pbx.example:0, 5060",
        "pbx.example:99999, 5060"
    })
    void theAnswersPortIsThatOfSentBy(String sentBy, int port) {
        Via via = new Via(sentBy, "z9hG4bK1", "", OptionalInt.empty(), "", false);
        assertThat(via.sentByPort()).isEqualTo(port);
    }
}
