// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the examples of RFC 7616 section 3.9.1. */
final class DigestCredentialsTest {

    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void acceptsTheExamplesOfTheRfc(String algorithm, String response) {
        DigestCredentials credentials =
                DigestCredentials.parse(
                                "Digest username=\"Mufasa\", realm=\"http-auth@example.org\","
                                        + " uri=\"/dir/index.html\", algorithm="
                                        + algorithm
                                        + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/"
                                        + "xwf94BcCAzFZH4GiTo0v\","
                                        + " nc=00000001, qop=auth,"
                                        + " cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/"
                                        + "H5QzzpXusqGemxURZJ\","
                                        + " response=\""
                                        + response
                                        + "\"")
                        .orElseThrow();
        assertThat(credentials.proves("Circle of Life", "GET")).isTrue();
        assertThat(credentials.proves("Circle of life", "GET")).isFalse();
        assertThat(credentials.proves("Circle of Life", "PUT")).isFalse();
    }
}
