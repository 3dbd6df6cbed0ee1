// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SipParserTest {

    private static final String HEAD =
            "REGISTER sip:example.org SIP/2.0\r\n"
                    + "v: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKa;rport, SIP/2.0/TCP h\r\n"
                    + "FROM: \"Bob; <x>, y\" <sip:bob@example.org>;tag=1\r\n"
                    + "t: <sip:bob@example.org>\r\n"
                    + "i: 7@host\r\n"
                    + "CSeq: 3\r\n REGISTER\r\n"
                    + "m: <sip:bob@192.0.2.1;transport=tcp>;expires=60\r\n"
                    + "Contact: sip:bob@192.0.2.2;expires=90\r\n";

    private static SipMessage parse(String text) throws SipSyntaxException {
        return SipParser.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void findsHeadersByAnyCaseAndCompactForm() throws Exception {
        SipMessage message = parse(HEAD + "l: 2\r\n\r\nabc");
        assertThat(message.method()).isEqualTo("REGISTER");
        assertThat(message.uri()).isEqualTo("sip:example.org");
        assertThat(message.callId()).isEqualTo("7@host");
        assertThat(message.cseq()).isEqualTo(new CSeq(3, "REGISTER"));
        assertThat(message.from().display()).isEqualTo("\"Bob; <x>, y\"");
        assertThat(message.from().tag()).contains("1");
        assertThat(message.to().tag()).isEmpty();
        assertThat(message.bodyText()).isEqualTo("ab");
    }

    @Test
    void takesListsApart() throws Exception {
        SipMessage message = parse(HEAD + "\r\n");
        assertThat(message.list("Via")).hasSize(2);
        Via top = message.topVia().orElseThrow();
        assertThat(top.sentBy()).isEqualTo(new HostPort("192.0.2.1", 5070));
        assertThat(top.branch()).isEqualTo("z9hG4bKa");
        assertThat(top.asksRport()).isTrue();
        assertThat(message.contacts())
                .extracting(c -> c.expiresSeconds().orElse(-1))
                .containsExactly(60, 90);
        SipUri first = message.contacts().get(0).sipUri().orElseThrow();
        assertThat(first.transport()).isEqualTo("TCP");
        assertThat(first.user()).isEqualTo("bob");
    }

    @Test
    void whatIsEncodedIsParsedAgain() throws Exception {
        SipMessage message = parse(HEAD + "\r\n").withBody("text/plain", "grüße");
        SipMessage again = SipParser.parse(message.encode());
        assertThat(again.bodyText()).isEqualTo("grüße");
        assertThat(again.first("Content-Length")).contains("7");
        assertThat(again.first("Via")).isEqualTo(message.first("Via"));
    }

    @Test
    void changesTheTopmostViaOnly() throws Exception {
        SipMessage stamped = parse(HEAD + "\r\n").withTopVia(via -> via.with("rport", "9"));
        assertThat(stamped.list("Via"))
                .containsExactly(
                        "SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKa;rport=9", "SIP/2.0/TCP h");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CSeq: 3\\r\\n REGISTER|CSeq: 3 INVITE|does not fit",
                "CSeq: 3\\r\\n REGISTER|CSeq: 9999999999 REGISTER|unreadable",
                "i: 7@host|i: 7@host\\r\\nCall-ID: 8@host|Call-ID stands twice",
                "t: <sip:bob@example.org>\\r\\n||To is missing",
                "SIP/2.0\\r\\n|SIP/3.0\\r\\n|not SIP/2.0",
                "i: 7@host|no colon|has no name",
                "i: 7@host|i: 7\\0|control character",
                "i: 7@host|i: 7@host\\r\\nl: 5|exceeds",
                "i: 7@host|i: 7@host\\r\\nl: -5|is no length",
            })
    void refusesWithTheReason(String place, String instead, String reason) {
        String text = HEAD.replace(unescape(place), instead == null ? "" : unescape(instead));
        assertThatThrownBy(() -> parse(text + "\r\nabc"))
                .isInstanceOf(SipSyntaxException.class)
                .hasMessageContaining(reason);
    }

    private static String unescape(String text) {
        return text.replace("\\r\\n", "\r\n").replace("\\0", "\0");
    }

    @Test
    void refusesWhatIsTooLarge() {
        String many = "X: 1\r\n".repeat(SipParser.MAX_HEADERS);
        assertThatThrownBy(() -> parse(HEAD + many + "\r\n")).hasMessageContaining("more than 200");
        assertThatThrownBy(() -> SipParser.parse(new byte[SipParser.MAX_BYTES + 1]))
                .hasMessageContaining("too large");
    }

    @Test
    void readsIpv6Hosts() {
        assertThat(HostPort.parse("[::1]:5062")).contains(new HostPort("::1", 5062));
        assertThat(new HostPort("::1", 0)).hasToString("[::1]");
        assertThat(SipUri.parse("sip:a@[::1]:5062;lr").orElseThrow())
                .hasToString("sip:a@[::1]:5062;lr");
        assertThat(HostPort.parse("host:70000")).isEmpty();
        assertThat(HostPort.parse("[::1")).isEmpty();
    }
}
