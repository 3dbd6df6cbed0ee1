// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SipStreamReaderTest {

    private static final String OPTIONS =
            "OPTIONS sip:h SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bKb\r\n"
                    + "From: <sip:a@h>;tag=1\r\nTo: <sip:h>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n";

    private final AtomicInteger pings = new AtomicInteger();

    private SipStreamReader reader(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new SipStreamReader(new ByteArrayInputStream(bytes), pings::incrementAndGet);
    }

    @Test
    void cutsTheStreamByContentLength() throws Exception {
        String one = OPTIONS + "Content-Length: 4\r\n\r\n\r\n\r\n";
        SipStreamReader reader = reader(one + "\r\n\r\n" + OPTIONS + "l: 2\r\n\r\nok");
        assertThat(reader.read().orElseThrow().bodyText()).isEqualTo("\r\n\r\n");
        assertThat(reader.read().orElseThrow().bodyText()).isEqualTo("ok");
        assertThat(reader.read()).isEmpty();
        assertThat(pings).hasValue(1);
    }

    @Test
    void refusesAStreamThatCannotBeCut() {
        assertThatThrownBy(() -> reader(OPTIONS + "\r\n").read())
                .isInstanceOf(SipSyntaxException.class)
                .hasMessageContaining("needs Content-Length");
        assertThatThrownBy(() -> reader(OPTIONS + "l: 70000\r\n\r\n").read())
                .hasMessageContaining("too large");
        assertThatThrownBy(() -> reader("x".repeat(70_000)).read())
                .hasMessageContaining("no empty line");
    }

    @Test
    void saysWhenTheStreamEndsInside() {
        assertThatThrownBy(() -> reader(OPTIONS).read()).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> reader(OPTIONS + "l: 3\r\n\r\nab").read())
                .isInstanceOf(EOFException.class);
    }
}
