// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.schema.PolicyName;

class TellingTest {
    @Test
    void aPolicyIsToldByWhateverNameItsMakerGaveIt() {
        assertThat(Telling.policy(Optional.of("ours"), "org.ours", "1.2.0"))
                .isEqualTo(new PolicyName("ours", "1.2.0"));
        assertThat(Telling.policy(Optional.of(" \u0007 "), "org.ours", "1"))
                .isEqualTo(new PolicyName("org.ours", "1"));
        PolicyName longest =
                Telling.policy(Optional.of("x".repeat(500)), "org.ours", "9".repeat(500));
        assertThat(longest.id().length() + longest.version().length()).isLessThan(128);
    }
}
