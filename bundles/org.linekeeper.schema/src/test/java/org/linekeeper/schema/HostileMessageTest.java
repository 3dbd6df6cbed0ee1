// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.linekeeper.schema.Topic.Channel;

/** What is no message is refused with one sentence that names the place. */
class HostileMessageTest {
    private static final String ENTRY =
            "{\"seq\":%d,\"t\":\"2026-11-20T23:01:02.114Z\",\"mono\":1,\"tq\":\"ntp\",\"line\":1,"
                    + "\"from\":\"on_primary\",\"to\":\"switching\",\"why\":\"icmp\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | The message is not a JSON object.",
                "{ | The message is not one JSON value, breaks off or nests too deeply.",
                "{'ep':1,'seq':1}{} | The message is not one JSON value, breaks off or nests too deeply.",
                "{'ep':1} | seq is missing.",
                "{'ep':'1','seq':1} | ep is not a number.",
                "{'ep':null,'seq':1} | ep is not a number.",
                "{'ep':-1,'seq':1} | ep is not in 0..9007199254740991: -1.",
                "{'ep':1,'seq':1e9} | seq is not a whole number of at most 53 bits: 1e9.",
                "{'ep':1,'seq':9007199254740992} | seq is not a whole number of at most 53 bits: 9007199254740992.",
                "{'ep':1,'seq':1e999999999} | seq is not a whole number of at most 53 bits: 1e999999999.",
            })
    void anAck(String json, String sentence) {
        assertThatThrownBy(() -> Ack.read(json.replace('\'', '"'))).hasMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "line | 1 | 0 | tr[0].line is not in 1..1000: 0.",
                "line | 1 | 99999999999 | tr[0].line is too large: 99999999999.",
                "seq | 7 | 0 | tr[0].seq is not in 1..9007199254740991: 0.",
                "mono | 1 | -1 | tr[0].mono is not in 0..9007199254740991: -1.",
                "tq | ~ntp~ | ~<b>~ | tr[0].tq is not a word of a-z, 0-9 and _: <b>.",
                "from | ~on_primary~ | ~a b~ | tr[0].from is not a word of a-z, 0-9 and _: a b.",
            })
    void aTransition(String name, String was, String is, String sentence) {
        String entry = String.format(ENTRY, 7).replace(field(name, was), field(name, is));
        assertThat(entry).isNotEqualTo(String.format(ENTRY, 7));
        assertThatThrownBy(() -> Batch.read(batch(7, entry))).hasMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-20", "2026-02-30T00:00:00.000Z", "+12026-11-20T00:00:00.000Z", "now"})
    void aTime(String time) {
        String entry = String.format(ENTRY, 7).replace("2026-11-20T23:01:02.114Z", time);
        assertThatThrownBy(() -> Batch.read(batch(7, entry)))
                .hasMessage("tr[0].t is not a time like 2026-11-20T23:01:02.114Z: " + time + ".");
    }

    @Test
    void aBatchIsUnbroken() {
        String two = String.format(ENTRY, 7) + "," + String.format(ENTRY, 9);
        assertThatThrownBy(() -> Batch.read(batch(7, two)))
                .hasMessage("tr[1] does not begin at 8: 9.");
        assertThatThrownBy(() -> Batch.read(batch(6, String.format(ENTRY, 7))))
                .hasMessage("first is not that of tr[0], 7: 6.");
        assertThatThrownBy(() -> Batch.read("{\"v\":1,\"ep\":1,\"first\":1,\"tr\":[]}"))
                .hasMessage("tr has not 1..32 elements: 0.");
        String many = (String.format(ENTRY, 7) + ",").repeat(32) + String.format(ENTRY, 7);
        assertThatThrownBy(() -> Batch.read(batch(7, many)))
                .hasMessage("tr has more than 32 elements: 33.");
    }

    @Test
    void aGapCountsWhatItSpans() {
        String gap =
                "{\"gap\":{\"from\":3,\"to\":5,\"count\":2,"
                        + "\"t\":\"2026-11-20T23:01:02.114Z\",\"why\":\"overflow\"}}";
        assertThatThrownBy(() -> Batch.read(batch(3, gap)))
                .hasMessage("tr[0].gap.count is not that of 3 to 5: 2.");
        assertThatThrownBy(() -> Batch.read(batch(3, gap.replace("\"to\":5", "\"to\":2"))))
                .hasMessage("tr[0].gap.to is not in 3..9007199254740991: 2.");
    }

    @Test
    void anotherMajorVersionIsNotGuessedAt() {
        String batch = batch(7, String.format(ENTRY, 7)).replace("\"v\":1", "\"v\":2");
        assertThatThrownBy(() -> Batch.read(batch)).hasMessage("v is not 1: 2.");
    }

    @Test
    void whoALineIsAndCredentialsDoNotTravel() {
        for (String name :
                new String[] {"password", "user", "auth_user", "display_name", "label"}) {
            String desired =
                    "{\"v\":1,\"ver\":1,\"settings\":{},\"lines\":[{\"line\":1,\""
                            + name
                            + "\":\"x\"}]}";
            assertThatThrownBy(() -> Desired.read(desired))
                    .hasMessage("lines[0]." + name + " must not travel here.");
        }
        assertThatThrownBy(
                        () ->
                                Desired.read(
                                        "{\"v\":1,\"ver\":1,\"settings\":{\"SIP.Password\":\"x\"},"
                                                + "\"lines\":[]}"))
                .hasMessage("settings has a credential: SIP.Password.");
    }

    @Test
    void bytesAreUtf8AndBounded() {
        assertThatThrownBy(() -> Payload.text(new byte[] {'{', (byte) 0xff, '}'}))
                .hasMessage("The message is not UTF-8.");
        assertThatThrownBy(() -> Payload.text(new byte[Payload.MAX_BYTES + 1]))
                .hasMessage("The message is larger than 1048576 bytes: 1048577.");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void nestingIsBounded(Channel channel) {
        String deep = "[".repeat(100_000);
        assertThatThrownBy(() -> Messages.again(channel, "{\"v\":1,\"x\":" + deep))
                .isInstanceOf(BadMessage.class);
    }

    @Property
    void anyTextIsRefusedWithASentence(@ForAll String text, @ForAll Channel channel) {
        assertThatThrownBy(() -> Messages.again(channel, text))
                .isInstanceOf(BadMessage.class)
                .hasMessageEndingWith(".");
    }

    @Property
    void anyBytesAreTextOrRefused(@ForAll byte[] bytes) {
        try {
            assertThat(Payload.text(bytes).getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes);
        } catch (BadMessage refused) {
            assertThat(refused).hasMessage("The message is not UTF-8.");
        }
    }

    private static String field(String name, String value) {
        return "\"" + name + "\":" + value.replace('~', '"');
    }

    private static String batch(long first, String entries) {
        return "{\"v\":1,\"ep\":1,\"first\":" + first + ",\"tr\":[" + entries + "]}";
    }
}
