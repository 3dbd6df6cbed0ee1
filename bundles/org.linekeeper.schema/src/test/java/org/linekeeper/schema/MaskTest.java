// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a number or a name no more than two characters leaves a phone. */
class MaskTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1001 | **01",
                "12 | **",
                "1 | *",
                "sip:1001@pbx.example | sip:**01@pbx.example",
                "sips:+8613812345678@[2001:db8::1]:5061;user=phone | "
                        + "sips:************78@[2001:db8::1]:5061",
                "sip:1001:secret@pbx | sip:*********et@pbx",
                "sip:1001@pbx?Subject=13812345678 | sip:**01@pbx",
                "sip:1001@pbx?To=sip:20020@x | sip:*******************20@x",
                "sip:pbx.example | sip:pbx.example",
                "sip:192.0.2.1:5060 | sip:192.0.2.1:5060",
                "sip:13812345678 | sip:*********78",
                "tel:+13812345678;phone-context=+86 | tel:**********78",
                "SIP:1001@pbx | SIP:**01@pbx",
                "~Alice 1001~ <sip:1001@pbx> | ~********01~ <sip:**01@pbx>",
                "Bob <sip:1001@pbx>;expires=60 | ~*ob~ <sip:**01@pbx>",
                "<sip:1001@pbx | <sip:**01@pbx>",
                "1001@pbx.example | **01@pbx.example",
            })
    void anAddress(String address, String masked) {
        String quoted = masked.replace('~', '"');
        assertThat(Mask.address(address.replace('~', '"'))).isEqualTo(quoted);
        assertThat(Mask.address(quoted)).isEqualTo(quoted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip:5551234567 | sip:********67",
                "SIPS:+4915112345678 | SIPS:************78",
                "sip:5551234567;user=phone | sip:********67;user=phone",
                "sip:5551234567:5060 | sip:********67:5060",
                "sip:(555)123-4567. | sip:************7.",
                "sip:%35%35512%334567: | sip:**************67:",
                "tel:+4915112345678 | tel:************78",
                "sip:192.0.2.1 | sip:192.0.2.1",
                "sip:192.0.2.1:5060;lr | sip:192.0.2.1:5060;lr",
                "sip:192.0.2.1. | sip:192.0.2.1.",
                "sip:[2001:db8::1]:5061 | sip:[2001:db8::1]:5061",
                "sip:1pbx.example | sip:1pbx.example",
                "sip:123.example | sip:123.example",
                "sip:1001@192.0.2.1 | sip:**01@192.0.2.1"
            })
    void aNumberNeedsNoAtToBeMasked(String uri, String masked) {
        assertThat(Mask.text(uri)).isEqualTo(masked);
        assertThat(Mask.text(masked)).isEqualTo(masked);
        assertThat(Mask.message("INVITE " + uri + " SIP/2.0\r\nTo: <" + uri + ">\r\nf: " + uri))
                .isEqualTo("INVITE " + masked + " SIP/2.0\r\nTo: <" + masked + ">\r\nf: " + masked);
    }

    private static String register(String number) {
        return String.join(
                "\r\n",
                "REGISTER sip:" + number + "@pbx.example SIP/2.0",
                "Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1",
                "From: \"Alice "
                        + number
                        + " <sip:"
                        + number
                        + "@x>\" <sip:"
                        + number
                        + "@p>;tag=1",
                "t: Alice " + number + " <tel:" + number + ">",
                "Contact: <sip:"
                        + number
                        + "@192.0.2.9>, Bob "
                        + number
                        + " <sips:"
                        + number
                        + "@x>",
                "P-Asserted-Identity: <tel:" + number + ";phone-context=" + number + ">",
                "Call-ID: 8a" + number + "-7@192.0.2.9",
                "i: " + number,
                "CSeq: 2 REGISTER",
                "Authorization: Digest username=\"" + number + "\", response=\"abc\",",
                " uri=\"sip:" + number + "@p\"",
                "X-Called: " + number,
                "Subject: " + number,
                "Reason: Q.850;cause=16;text=\"to " + number + "\"",
                "Content-Type: application/sdp",
                "",
                "v=0",
                "o=" + number + " 1 1 IN IP4 192.0.2.9",
                "s=" + number,
                "p=" + number,
                "c=IN IP4 192.0.2.9",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0",
                "m=audio 4000 RTP/AVP 0");
    }

    @Test
    void aMessageKeepsWhatALadderIsReadFor() {
        assertThat(Mask.message(register("1001")).lines())
                .containsExactly(
                        "REGISTER sip:**01@pbx.example SIP/2.0",
                        "Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1",
                        "From: \"" + "*".repeat(21) + "x>\" <sip:**01@p>;tag=1",
                        "t: \"********01\" <tel:**01>",
                        "Contact: <sip:**01@192.0.2.9>, \"******01\" <sips:**01@x>",
                        "P-Asserted-Identity: <tel:" + "*".repeat(21) + "01>",
                        "Call-ID: 8a**01-7@192.0.2.9",
                        "i: **01",
                        "CSeq: 2 REGISTER",
                        "Authorization: Digest ***",
                        "X-Called: ***",
                        "Subject: ***",
                        "Reason: Q.850;cause=16;text=\"to **01\"",
                        "Content-Type: application/sdp",
                        "",
                        "v=0",
                        "o=***",
                        "s=***",
                        "p=***",
                        "c=IN IP4 192.0.2.9",
                        "a=crypto:***",
                        "m=audio 4000 RTP/AVP 0");
    }

    @Property(tries = 300)
    void noNumberLeaves(@ForAll @NumericChars @StringLength(min = 5, max = 15) String number) {
        String message = register(number);
        // Numbers that stand in the message for another reason are no find.
        if (register("@").contains(number)) {
            return;
        }
        String masked = Mask.message(message);
        assertThat(masked).doesNotContain(number).doesNotContain("c2VjcmV0").doesNotContain("abc");
        assertThat(Mask.message(masked)).isEqualTo(masked);
        String notSdp = message.replace("application/sdp", "application/dialog-info+xml");
        assertThat(Mask.message(notSdp)).doesNotContain(number).endsWith("\r\n\r\n***");
        assertThat(Mask.message("SIP/2.0 404 No " + number)).doesNotContain(number);
        assertThat(Mask.text("the call to sip:" + number + "@x failed")).doesNotContain(number);
    }

    @Property
    void whateverComesIsMaskedOnceForAll(@ForAll String text) {
        assertThat(Mask.message(Mask.message(text))).isEqualTo(Mask.message(text));
        assertThat(Mask.text(Mask.text(text))).isEqualTo(Mask.text(text));
    }

    @Test
    void aLineCannotBeMadeWithAFullNumber() throws BadMessage {
        String state =
                new AsyncApi()
                        .examples().stream()
                                .filter(each -> each.channel() == Topic.Channel.STATE)
                                .map(each -> each.payload().toString())
                                .findFirst()
                                .orElseThrow()
                                .replace("sip:**01@", "sip:4711001@");
        assertThat(Snapshot.read(state).write()).doesNotContain("4711001").contains("sip:*****01@");
    }
}
