// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:DB8::1, 2001:db8::1",
        "[2001:db8:0:0:0:0:0:1], 2001:db8::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "::, ::",
        "::1, ::1",
        "fe80:1::, fe80:1::",
        "::ffff:192.0.2.1, 192.0.2.1",
        "fe80::1%1, fe80::1%1",
    })
    void equalAddressesGetEqualText(String written, String text) {
        assertThat(IpLiteral.parse(written).map(IpLiteral::text)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.256",
                "010.0.0.1",
                "1.2.3.4.",
                "[1.2.3.4]",
                "[::1",
                "::1]",
                ":",
                ":::",
                "1:2:3",
                "::1::",
                "2001:db8::12345",
                "fe80::1%nosuchinterface",
                "pbx.example.com",
                "[pbx]",
                "::1%",
                "::1%lo;x",
                "[[::1]]",
                "1:2:3:4:5:6:7:8:9"
            })
    void whatIsNoAddressIsNotRead(String text) {
        assertThat(IpLiteral.parse(text)).isEmpty();
    }

    @Test
    void aMalformedAddressIsNotTakenForAName() {
        assertThat(IpLiteral.looksLikeOne("300.1.1.1")).isTrue();
        assertThat(IpLiteral.looksLikeOne("pbx:5060")).isTrue();
        assertThat(IpLiteral.looksLikeOne("10.pbx1")).isFalse();
    }
}
