// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.broker.access.Credentials.Way;

class OpeningTest {
    private static final Limits SMALL = new Limits(300, 200, 1, 1, 1, 1, 1, 1, 1, 1);

    private static EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        new Peer(Way.ANONYMOUS).keepWith(channel);
        channel.pipeline().addLast(new Opening(SMALL));
        return channel;
    }

    /** A packet of that many bytes in all, fixed header of three or two bytes included. */
    private static byte[] packet(int first, int bytes) {
        boolean two = bytes - 2 > 127;
        byte[] packet = new byte[bytes];
        int rest = bytes - (two ? 3 : 2);
        packet[0] = (byte) first;
        packet[1] = (byte) (two ? rest % 128 | 128 : rest);
        if (two) {
            packet[2] = (byte) (rest / 128);
        }
        return packet;
    }

    @Test
    void whatIsInOrderPassesHoweverItIsCutUp() {
        for (int seed = 0; seed < 200; seed++) {
            Random chance = new Random(seed);
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            stream.writeBytes(packet(0x10, 2 + chance.nextInt(198)));
            for (int i = 0; i < 20; i++) {
                stream.writeBytes(packet(0x30, 2 + chance.nextInt(198)));
            }
            byte[] all = stream.toByteArray();
            EmbeddedChannel channel = channel();
            for (int at = 0; at < all.length; ) {
                int step = Math.min(all.length - at, 1 + chance.nextInt(50));
                channel.writeInbound(Unpooled.copiedBuffer(all, at, step));
                at += step;
            }
            ByteBuf passed = Unpooled.buffer();
            for (ByteBuf each = channel.readInbound(); each != null; each = channel.readInbound()) {
                passed.writeBytes(each);
            }
            byte[] bytes = new byte[passed.readableBytes()];
            passed.readBytes(bytes);
            assertThat(bytes).as("seed %d", seed).isEqualTo(all);
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 250, 300})
    void beforeItIsLetInAClientSendsLittle(int bytes) {
        EmbeddedChannel channel = channel();
        channel.writeInbound(Unpooled.copiedBuffer(packet(0x10, bytes), 0, 3));
        assertThat(channel.isOpen()).isFalse();
        assertThat((Object) channel.readInbound()).isNull();
    }

    @Test
    void laterItSendsMoreButNotTooMuch() {
        EmbeddedChannel channel = channel();
        channel.writeInbound(Unpooled.copiedBuffer(packet(0x10, 100)));
        Peer.of(channel).asks(true, "dev1", Optional.empty());
        Peer.of(channel).admit();
        channel.writeInbound(Unpooled.copiedBuffer(packet(0x30, 300)));
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound(Unpooled.copiedBuffer(packet(0x30, 301), 0, 3));
        ByteBuf said = channel.readOutbound();
        assertThat(said.readableBytes()).isEqualTo(3);
        assertThat(said.getUnsignedByte(2)).isEqualTo((short) 0x95);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatDoesNotBeginWithAConnectIsNoMqtt() {
        EmbeddedChannel channel = channel();
        channel.writeInbound(Unpooled.copiedBuffer("GET / HTTP/1.1", StandardCharsets.US_ASCII));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aLengthThatDoesNotEndEndsTheConnection() {
        EmbeddedChannel channel = channel();
        channel.writeInbound(Unpooled.copiedBuffer(new byte[] {0x10, -1, -1, -1, -1, -1}));
        assertThat(channel.isOpen()).isFalse();
    }
}
