// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The worked examples of the RFCs. */
class AnswerTest {
    private static final String NONCE_7616 = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String CNONCE_7616 = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

    @Test
    void rfc2617Section35() {
        Challenge challenge =
                challenge(
                        Algorithm.MD5,
                        "testrealm@host.com",
                        "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                        true);
        assertThat(response(challenge, "Circle Of Life", "0a4f113b"))
                .isEqualTo("6629fae49393a05397450978507c4ef1");
    }

    @Test
    void rfc2617WithoutQop() {
        Challenge challenge =
                challenge(
                        Algorithm.MD5,
                        "testrealm@host.com",
                        "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                        false);
        assertThat(response(challenge, "Circle Of Life", "unused"))
                .isEqualTo("670fd8c2df070c60b045671b8b24ff02");
    }

    @Test
    void rfc7616Section391Md5() {
        Challenge challenge = challenge(Algorithm.MD5, "http-auth@example.org", NONCE_7616, true);
        assertThat(response(challenge, "Circle of Life", CNONCE_7616))
                .isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
    }

    @Test
    void rfc7616Section391Sha256() {
        Challenge challenge =
                challenge(Algorithm.SHA_256, "http-auth@example.org", NONCE_7616, true);
        assertThat(response(challenge, "Circle of Life", CNONCE_7616))
                .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    @Test
    void theHeaderQuotesWhatMustBeQuoted() {
        Challenge challenge = challenge(Algorithm.MD5, "a \\\"b\\\"", "n", true);
        String value = Answer.to(challenge, "we\"ird", "p", "REGISTER", "sip:x", 10, "c").value();
        assertThat(value)
                .startsWith("Digest username=\"we\\\"ird\", realm=\"a \\\"b\\\"\", nonce=\"n\"")
                .contains(", qop=auth, nc=0000000a, cnonce=\"c\"");
    }

    private static String response(Challenge challenge, String password, String cnonce) {
        return Answer.response(
                challenge, "Mufasa", password, "GET", "/dir/index.html", "00000001", cnonce);
    }

    private static Challenge challenge(
            Algorithm algorithm, String realm, String nonce, boolean qop) {
        return new Challenge(false, realm, nonce, "", algorithm, true, qop, false);
    }
}
