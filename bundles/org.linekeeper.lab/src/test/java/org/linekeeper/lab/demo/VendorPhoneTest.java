// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VendorPhoneTest {
    private static final Map<String, String> VALUES =
            Map.of(
                    "a.name", "pbx-a.demo.example",
                    "a.port", "5060",
                    "b.name", "pbx-b.demo.example",
                    "b.port", "5070",
                    "local.port", "5080",
                    "domain", "demo.example");

    @Test
    void eachFileNamesBothServersAndLeavesNothingOpen() {
        for (VendorPhone.Kind kind : VendorPhone.Kind.ALL) {
            assertThat(VendorPhone.filled(kind.file(), VALUES))
                    .as(kind.file())
                    .contains("pbx-a.demo.example", "pbx-b.demo.example", "5060", "5070")
                    .doesNotContain("{", "}");
        }
    }
}
