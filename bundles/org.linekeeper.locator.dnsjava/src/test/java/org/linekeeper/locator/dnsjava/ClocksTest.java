// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClocksTest {
    @Test
    void onlyTtlsAreScaled() {
        Clocks clocks = Clocks.system(60);
        long before = clocks.waits().getAsLong();
        long ttl = clocks.ttls().getAsLong();
        long after = clocks.waits().getAsLong();
        assertThat(ttl).isBetween(60 * before, 60 * after);
    }
}
