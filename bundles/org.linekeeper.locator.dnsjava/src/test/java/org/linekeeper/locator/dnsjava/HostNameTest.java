// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNameTest {
    @ParameterizedTest
    @CsvSource({
        "pbx.example.com, pbx.example.com",
        "pbx.example.com., pbx.example.com",
        "PBX, PBX",
        "sip_proxy.lan, sip_proxy.lan",
        "3com.example, 3com.example",
        "bücher.example, xn--bcher-kva.example",
        "电话.example, xn--wny669b.example",
    })
    void aNameIsReadInTheFormThatDnsKnows(String written, String ascii) throws Exception {
        assertThat(HostName.of(written)).isEqualTo(new HostName(ascii));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    '',                 "" is no server name: it is empty
                    .,                  . is no server name: it is empty
                    a..b,               a..b is no host name: '""' is not 1 to 63
                    -a.example,         -a.example is no host name: '-a' is not 1 to 63
                    a b,                a b is no host name: 'a b' is not
                    sip:pbx,            'sip:pbx is no IP address, and no name either'
                    300.1.1.1,          '300.1.1.1 is no IP address, and no name either'
                    [::1,               '[::1 is no IP address, and no name either'
                    """)
    void anythingElseIsRefusedWithASentence(String written, String sentence) {
        assertThatThrownBy(() -> HostName.of(written))
                .isInstanceOf(HostName.NotAName.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void lengthIsBounded() throws Exception {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));
        assertThat(HostName.of(longest).ascii()).hasSize(253);
        assertThatThrownBy(() -> HostName.of(longest + "a")).hasMessageContaining("253");
        assertThatThrownBy(() -> HostName.of(label + "a")).hasMessageContaining("63");
        assertThatThrownBy(() -> HostName.of("ü".repeat(1_000_000))).hasMessageContaining("253");
    }

    @Test
    void aSentenceIsOneShortLine() {
        assertThatThrownBy(() -> HostName.of("evil\r\nname".repeat(100)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\r"));
    }
}
