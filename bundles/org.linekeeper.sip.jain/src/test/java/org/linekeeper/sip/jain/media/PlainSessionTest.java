// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainSessionTest {
    private final PlainSession session = new PlainSession(address("192.0.2.100"), 42);

    @Test
    void offersG711() {
        assertThat(session.offer())
                .isEqualTo(
                        """
                        v=0
                        o=- 42 1 IN IP4 192.0.2.100
                        s=-
                        c=IN IP4 192.0.2.100
                        t=0 0
                        m=audio 9 RTP/AVP 0 8
                        a=rtpmap:0 PCMU/8000
                        a=rtpmap:8 PCMA/8000
                        a=sendrecv
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void theVersionCountsChanges() {
        String first = session.answer(offer("a=sendrecv")).orElseThrow();
        assertThat(session.answer(offer("a=sendrecv"))).contains(first);
        assertThat(session.answer(offer("a=sendonly")).orElseThrow()).contains("o=- 42 2 IN");
    }

    @ParameterizedTest
    @CsvSource({
        "a=sendrecv,a=sendrecv", "a=sendonly,a=recvonly", "a=recvonly,a=sendonly",
        "a=inactive,a=inactive", "c=IN IP4 0.0.0.0,a=recvonly", "a=x,a=sendrecv"
    })
    void answersADirection(String line, String answer) {
        assertThat(session.answer(offer(line)).orElseThrow()).contains("\r\n" + answer + "\r\n");
    }

    @Test
    void aDirectionOfTheSessionHoldsToo() {
        String offer = offer("a=x").replace("t=0 0", "t=0 0\r\na=inactive");
        assertThat(session.answer(offer).orElseThrow()).contains("a=inactive");
    }

    @Test
    void eachSectionIsAnsweredInItsPlace() {
        String offer =
                offer("a=sendrecv") + "m=video 5000 RTP/AVP 96\r\nm=audio 6000 RTP/AVP 0\r\n";
        assertThat(session.answer(offer).orElseThrow())
                .contains("m=audio 9 RTP/AVP 8 0\r\n")
                .contains("m=video 0 RTP/AVP 96\r\nm=audio 0 RTP/AVP 0\r\n");
    }

    @Test
    void aStoppedStreamIsAgreedUpon() {
        String offer = offer("a=inactive").replace("m=audio 4000", "m=audio 0");
        assertThat(session.answer(offer).orElseThrow()).contains("m=audio 0 RTP/AVP");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=1",
                "v=0\r\nm=audio",
                "v=0\r\nm=audio x RTP/AVP 0",
                "v=0\r\nm=audio 99999 RTP/AVP 0",
                "v=0\r\nm=audio 4 RTP/SAVP 0",
                "v=0\r\nm=audio 4 RTP/AVP 9"
            })
    void nothingInItSuits(String offer) {
        assertThat(session.answer(offer)).isEqualTo(Optional.empty());
    }

    @Test
    void anIpv6Address() {
        assertThat(new PlainSession(address("2001:db8::1"), 1).offer())
                .contains("c=IN IP6 2001:db8:0:0:0:0:0:1");
    }

    private static String offer(String line) {
        return "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
                + "m=audio 4000 RTP/AVP 8 0 101\r\n"
                + line
                + "\r\n";
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
