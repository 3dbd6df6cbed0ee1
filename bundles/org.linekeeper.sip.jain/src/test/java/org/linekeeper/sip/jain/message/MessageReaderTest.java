// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Well-formed and malformed messages, after the ideas of RFC 4475, in our own words. */
class MessageReaderTest {
    private static final String OPTIONS =
            """
            OPTIONS sip:100@pbx.example SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa;rport
            From: "A B" <sip:200@pbx.example>;tag=f
            To: sip:100@pbx.example
            Call-ID: c1@192.0.2.1
            CSeq: 7 OPTIONS
            Max-Forwards: 70
            Content-Length: 0

            """;

    @Test
    void aPlainRequest() {
        SipRequest request = (SipRequest) understood(OPTIONS);
        assertThat(request.method()).isEqualTo("OPTIONS");
        assertThat(request.uri().user()).isEqualTo("100");
        assertThat(request.callId()).isEqualTo("c1@192.0.2.1");
        assertThat(request.cseq()).isEqualTo(new CSeq(7, "OPTIONS"));
        assertThat(request.from().tag()).isEqualTo("f");
        assertThat(request.to().tag()).isEmpty();
        assertThat(request.topVia().branch()).isEqualTo("z9hG4bKa");
        assertThat(request.topVia().sentBy()).isEqualTo("192.0.2.1:5060");
        assertThat(request.topVia().asksRport()).isTrue();
    }

    @Test
    void compactFoldedSpacedAndInOddCase() {
        SipRequest request =
                (SipRequest)
                        understood(
                                """
                                OPTIONS sip:j%40ne+1@pbx.example;p=%5bx%5d SIP/2.0
                                v  :  SIP / 2.0 / UDP
                                  192.0.2.1 ;branch=z9hG4bKa, SIP/2.0/TCP [2001:db8::9]:5061;branch=z9hG4bKb
                                f : "quoted \\"string\\" \\\\" <sip:200@pbx.example> ; tag = f
                                TO :
                                  sip:100@pbx.example
                                i:c1
                                cseq: 0007\t\tOPTIONS
                                NewFangled:   anything ;;,, at "all
                                m:"Quoted, with comma" <sip:a@b>;q=0.5, sip:c@d
                                l:0

                                """);
        assertThat(request.uri().user()).isEqualTo("j@ne+1");
        assertThat(request.vias()).hasSize(2);
        assertThat(request.vias().get(1).sentBy()).isEqualTo("[2001:db8::9]:5061");
        assertThat(request.from().tag()).isEqualTo("f");
        assertThat(request.cseq().number()).isEqualTo(7);
        assertThat(request.addresses("Contact")).hasSize(2);
    }

    @Test
    void aResponseWithoutAReasonAndWithAForeignOne() {
        SipResponse none = (SipResponse) understood(response("SIP/2.0 200 "));
        assertThat(none.code()).isEqualTo(200);
        assertThat(none.reason()).isEmpty();
        SipResponse foreign = (SipResponse) understood(response("SIP/2.0 486 Занят"));
        assertThat(foreign.reason()).isEqualTo("Занят");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIP/2.0 4294967301 better",
                "SIP/2.0 99 x",
                "SIP/2.0 700 x",
                "SIP/2.0",
                "SIP/7.0 200 OK",
                "HTTP/1.1 200 OK",
                "SIP/2.0  200 OK"
            })
    void noResponse(String line) {
        assertThat(read(response(line))).isEqualTo(new Reading.Dropped("dropped_garbage"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: <sip:x@y>;tag=2",
                "t: <sip:x@y>",
                "i: again",
                "CSeq: 8 OPTIONS",
                "Max-Forwards: 3",
                "l: 0",
                "Content-Length: 3"
            })
    void whatMayStandOnceStandsOnce(String second) {
        String text = OPTIONS.replace("Max-Forwards: 70\n", "Max-Forwards: 70\n" + second + "\n");
        assertThat(read(text)).isEqualTo(new Reading.Dropped("dropped_duplicate_header"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "To", "Call-ID", "CSeq", "Via"})
    void whatMustStandStands(String name) {
        String text = OPTIONS.replaceFirst("(?m)^" + name + ": .*\n", "");
        assertThat(read(text)).isEqualTo(new Reading.Dropped("dropped_garbage"));
    }

    @ParameterizedTest
    @CsvSource({
        "5,hello,true",
        "4,hello,true",
        "6,hello,false",
        "-1,hello,false",
        "x,hello,false",
        "99999999999999999999,hello,false",
        "0,'',true"
    })
    void theLengthIsTrueOrTooShort(String said, String body, boolean good) {
        String text =
                OPTIONS.replace("Content-Length: 0", "Content-Type: a/b\nContent-Length: " + said)
                        + body;
        if (good) {
            assertThat(understood(text).body())
                    .isEqualTo(body.substring(0, Integer.parseInt(said)));
        } else {
            assertThat(read(text)).isEqualTo(new Reading.Dropped("dropped_length"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'OPTIONS sip:100@pbx.example SIP/7.0',505",
        "'OPTIONS sip:100@pbx.example  SIP/2.0',400",
        "'OPTIONS  sip:100@pbx.example SIP/2.0',400",
        "'OPTIONS <sip:100@pbx.example> SIP/2.0',400",
        "'OPTIONS sip:100@pbx.example; lr SIP/2.0',400",
        "'OPTIONS  SIP/2.0',400",
        "'INVITE sip:100@pbx.example SIP/2.0',400"
    })
    void whatCanBeAnsweredIs(String line, int code) {
        Reading reading = read(OPTIONS.replace("OPTIONS sip:100@pbx.example SIP/2.0", line));
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Refused.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CSeq: 36893488147419103232 OPTIONS",
                "CSeq: 2147483648 OPTIONS",
                "CSeq: x OPTIONS",
                "CSeq: 7",
                "From: <sip:200@pbx.example;tag=f",
                "From: \"open <sip:a@b>;tag=f",
                "Via: SIP/2.0/UDP",
                "To: ",
                "Call-ID: two words",
                "To: sip:a@b, sip:c@d"
            })
    void aMandatoryHeaderThatIsNone(String line) {
        String name = line.substring(0, line.indexOf(':'));
        String text = OPTIONS.replaceFirst("(?m)^" + name + ": .*$", line);
        assertThat(read(text)).isEqualTo(new Reading.Dropped("dropped_garbage"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Max-Forwards: many",
                "Max-Forwards: -1",
                "no colon at all",
                "Contact: <sip:a@b",
                "bad name: x"
            })
    void anyOtherBadHeaderIsA400(String line) {
        String text = OPTIONS.replaceFirst("(?m)^Max-Forwards: .*$", line);
        assertThat(read(text)).isInstanceOf(Reading.Refused.class);
    }

    @Test
    void anInviteHasOneContact() {
        String invite = OPTIONS.replace("OPTIONS", "INVITE");
        assertThat(read(invite)).isInstanceOf(Reading.Refused.class);
        String two = "Contact: <sip:a@b>, <sip:c@d>\nMax-Forwards";
        assertThat(read(invite.replace("Max-Forwards", two))).isInstanceOf(Reading.Refused.class);
        String one = "Contact: <sip:a@b>\nMax-Forwards";
        assertThat(read(invite.replace("Max-Forwards", one)))
                .isInstanceOf(Reading.Understood.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n\r\n", "hello", "GET / HTTP/1.1\r\n\r\n", "\0\0\0\0"})
    void garbage(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(MessageReader.read(bytes, false))
                .isEqualTo(new Reading.Dropped("dropped_garbage"));
    }

    @Test
    void depthAndLengthDoNoHarm() {
        String deep = "(".repeat(30_000);
        for (String value :
                List.of(deep, "<".repeat(30_000), "\"".repeat(29_999), ";=".repeat(9000))) {
            for (String name : List.of("Via", "From", "To", "Contact", "Record-Route", "X")) {
                String text =
                        OPTIONS.replaceFirst(
                                "(?m)^(" + name + ": .*\n)?", name + ": " + value + "\n");
                assertThat(read(text)).isNotNull();
            }
        }
    }

    @Test
    void noBytesMakeItThrow() {
        Random random = new Random(7);
        byte[] good = bytes(OPTIONS.replace("Max-", "Contact: <sip:a@b>;q=1\nMax-"));
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = good.clone();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(MessageReader.read(bytes, random.nextBoolean())).isNotNull();
        }
    }

    @Test
    void onAStreamTheLengthMustBeSaid() {
        String text = OPTIONS.replace("Content-Length: 0\n", "") + "body";
        assertThat(MessageReader.read(bytes(text), true))
                .isEqualTo(new Reading.Dropped("dropped_length"));
    }

    private static String response(String line) {
        return OPTIONS.replace("OPTIONS sip:100@pbx.example SIP/2.0", line);
    }

    private static SipMessage understood(String text) {
        assertThat(read(text)).isInstanceOf(Reading.Understood.class);
        return ((Reading.Understood) read(text)).message();
    }

    private static Reading read(String text) {
        return MessageReader.read(bytes(text), false);
    }

    private static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
