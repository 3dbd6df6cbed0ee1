// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.sip.TraceEntry;

class TraceTest {
    private static final Target TARGET = new Target("2001:db8::1", 5060, Transport.UDP, "a");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Digest username=\"u\", response=\"secret\"",
                "PROXY-AUTHORIZATION : Digest response=\"secret\"",
                "Authorization:Digest username=\"u\",\r\n\tresponse=\"secret\",\r\n x=\"secret\"",
                "Authorization: Basic secret",
                "Authentication-Info: rspauth=\"secret\",\r\n nextnonce=\"secret\"",
                "proxy-authentication-info: nextnonce=\"secret\"",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secret",
                "k=clear:secret"
            })
    void noSecretIsKept(String line) {
        String text =
                redacted("REGISTER sip:x SIP/2.0\r\n" + line + "\r\nCSeq: 1 REGISTER\r\n\r\n");
        assertThat(text).doesNotContain("secret").contains("***", "CSeq: 1 REGISTER");
    }

    @Test
    void aLongMessageIsCut() {
        String text = redacted("x".repeat(60_000));
        assertThat(text).hasSizeLessThan(8300).endsWith("[60000 bytes in all]");
    }

    @Test
    void theOldestGoFirst() {
        Trace trace = new Trace(Clock.systemUTC(), entry -> {});
        for (int i = 0; i < 400; i++) {
            trace.sent(TARGET, ("m" + i).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(trace.entries()).hasSize(300);
        assertThat(trace.entries().get(0).text()).isEqualTo("m100");
        assertThat(trace.entries().get(0).peer()).isEqualTo("[2001:db8::1]:5060");
    }

    @Test
    void theFollowerGetsEachMessageAsItIsKept() {
        List<TraceEntry> followed = new ArrayList<>();
        Trace trace = new Trace(Clock.systemUTC(), followed::add);
        for (int i = 0; i < 301; i++) {
            trace.sent(TARGET, "k=clear:secret".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(followed).hasSize(301).allMatch(entry -> entry.text().equals("k=***"));
        assertThat(trace.entries()).isEqualTo(followed.subList(1, 301));
    }

    private static String redacted(String text) {
        return Trace.redacted(text.getBytes(StandardCharsets.UTF_8));
    }
}
