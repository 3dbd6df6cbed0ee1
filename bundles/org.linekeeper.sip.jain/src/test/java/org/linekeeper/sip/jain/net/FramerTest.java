// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramerTest {
    private static final String START = "OPTIONS sip:x SIP/2.0\r\n";

    private final List<String> messages = new ArrayList<>();
    private int pings;
    private final Framer framer =
            new Framer(
                    new Framer.Sink() {
                        @Override
                        public void message(byte[] message) {
                            messages.add(new String(message, ISO_8859_1));
                        }

                        @Override
                        public void ping() {
                            pings++;
                        }
                    });

    @Property(tries = 500)
    void messagesSurviveAnyCutting(
            @ForAll("messages") List<String> sent,
            @ForAll("keepAlives") String between,
            @ForAll long seed) {
        FramerTest one = new FramerTest();
        byte[] stream = (between + String.join(between, sent)).getBytes(ISO_8859_1);

        one.feedInPieces(stream, new Random(seed));

        assertThat(one.messages).isEqualTo(sent);
    }

    @Property(tries = 500)
    void noBytesBreakIt(@ForAll @Size(max = 300) byte[] garbage, @ForAll long seed) {
        FramerTest one = new FramerTest();

        one.feedInPieces(garbage, new Random(seed));

        assertThat(one.messages).allMatch(each -> each.contains("\r\n\r\n"));
    }

    @Property(tries = 300)
    void damagedMessageGivesAtMostWhatIsThere(
            @ForAll("messages") List<String> sent, @ForAll int where, @ForAll byte what) {
        byte[] stream = String.join("", sent).getBytes(ISO_8859_1);
        stream[Math.floorMod(where, stream.length)] = what;
        FramerTest one = new FramerTest();

        one.feed(stream);

        assertThat(String.join("", one.messages).length()).isLessThanOrEqualTo(stream.length);
    }

    @Provide
    Arbitrary<List<String>> messages() {
        Arbitrary<String> names =
                Arbitraries.of("Content-Length", "CONTENT-LENGTH", "l", "L", "l ");
        Arbitrary<String> bodies = Arbitraries.strings().withChars("ab\r\n :0").ofMaxLength(200);
        Arbitrary<String> blanks = Arbitraries.of("", " ", "\t", "\r\n ");
        return Combinators.combine(names, bodies, blanks)
                .as((name, body, blank) -> message(name + ":" + blank + body.length(), body))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> keepAlives() {
        return Arbitraries.of("", "\r\n", "\r\n\r\n", "\r\n\r\n\r\n");
    }

    @Test
    void pingIsTwoLineEndsBetweenMessages() {
        feed(
                ("\r\n\r\n"
                        + message("l: 4", "\r\n\r\n")
                        + "\r\n"
                        + message("l: 0", "")
                        + "\r\n\r\n"));

        assertThat(pings).isEqualTo(2);
        assertThat(messages).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "X: 1,Content-Length missing",
        "Content-Length: ,Content-Length that is no number",
        "Content-Length: -1,Content-Length that is no number",
        "Content-Length: +1,Content-Length that is no number",
        "Content-Length: 1 2,Content-Length that is no number",
        "Content-Length: 0x10,Content-Length that is no number",
        "Content-Length: 65537,message over 64 KiB",
        "Content-Length: 65536,message over 64 KiB",
        "Content-Length: 4294967297,message over 64 KiB",
        "Content-Length: 99999999999999999999999,message over 64 KiB",
    })
    void lengthThatCannotBeReliedOnEndsTheStream(String header, String fault) {
        assertThat(feed(message(header, ""))).contains(fault);
        assertThat(feed(message("l: 0", ""))).contains(fault);
        assertThat(messages).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"l: 0\r\nl: 0", "Content-Length: 0\r\nl: 5", "l:1\r\ncontent-length:1"})
    void secondLengthEndsTheStreamEvenIfEqual(String headers) {
        assertThat(feed(message(headers, ""))).contains("Content-Length twice");
    }

    @Test
    void leadingZerosAreANumber() {
        assertThat(feed(message("l: 0000000000000002", "ab"))).isEmpty();
        assertThat(messages).hasSize(1);
    }

    @Test
    void largestMessagePasses() {
        String head = message("l: 65000", "");
        String body = "b".repeat(65_000);

        assertThat(feed(head + body)).isEmpty();

        assertThat(messages).containsExactly(head + body);
    }

    @Test
    void headerBlockWithoutEndIsRefusedAtItsBound() {
        String endless = START + "X: " + "y".repeat(Framer.MAX_HEADER_BYTES);

        assertThat(feed(endless.substring(0, Framer.MAX_HEADER_BYTES - 1))).isEmpty();
        assertThat(feed("y")).contains("header block over 16 KiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "\u0016\u0003\u0001", "\0", " x", "\u00ff"})
    void whatIsNotSipIsRefusedAtOnce(String start) {
        assertThat(feed(start)).contains("stream that is not SIP");
    }

    private static String message(String header, String body) {
        return START + "Via: SIP/2.0/TCP 192.0.2.1\r\n" + header + "\r\n\r\n" + body;
    }

    private Optional<String> feed(String text) {
        return feed(text.getBytes(ISO_8859_1));
    }

    private Optional<String> feed(byte[] bytes) {
        return framer.feed(ByteBuffer.wrap(bytes));
    }

    private void feedInPieces(byte[] bytes, Random random) {
        int at = 0;
        while (at < bytes.length) {
            int part = random.nextBoolean() ? 1 : 1 + random.nextInt(bytes.length - at);
            framer.feed(ByteBuffer.wrap(bytes, at, part));
            at += part;
        }
    }
}
