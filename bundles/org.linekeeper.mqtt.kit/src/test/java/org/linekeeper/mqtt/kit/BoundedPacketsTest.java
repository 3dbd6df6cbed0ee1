// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BoundedPacketsTest {
    private static byte[] packet(int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0x30);
        int rest = length;
        do {
            int digit = rest & 0x7f;
            rest >>= 7;
            bytes.write(rest > 0 ? digit | 0x80 : digit);
        } while (rest > 0);
        bytes.writeBytes(new byte[length]);
        return bytes.toByteArray();
    }

    private static InputStream bounded(byte[] bytes, long most) {
        return new BoundedPackets(new ByteArrayInputStream(bytes), most);
    }

    @Test
    void aPacketOfTheBoundPassesAndOneByteMoreDoesNot() throws IOException {
        assertThat(bounded(packet(300), 300).readAllBytes()).isEqualTo(packet(300));
        assertThatThrownBy(() -> bounded(packet(301), 300).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessage("a packet of 301 bytes or more is refused");
    }

    @Test
    void theLengthIsRefusedBeforeItIsHandedOut() throws IOException {
        byte[] head = {0x30, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f};
        InputStream in = bounded(head, 1 << 20);
        for (int i = 0; i < 3; i++) {
            in.read();
        }
        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }

    @Test
    void aLengthOfFiveBytesIsRefused() {
        byte[] head = {0x30, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 1};
        assertThatThrownBy(() -> bounded(head, 1 << 20).readAllBytes())
                .isInstanceOf(IOException.class);
    }

    @Property(tries = 300)
    void packetsWithinTheBoundPassHoweverTheyAreRead(@ForAll long seed) throws IOException {
        Random chance = new Random(seed);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int i = chance.nextInt(20); i >= 0; i--) {
            sent.writeBytes(packet(chance.nextBoolean() ? 0 : chance.nextInt(20_000)));
        }
        InputStream in = bounded(sent.toByteArray(), 20_000);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        while (true) {
            if (chance.nextBoolean()) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                got.write(next);
            } else {
                int count = in.read(buffer, 0, 1 + chance.nextInt(buffer.length));
                if (count < 0) {
                    break;
                }
                got.write(buffer, 0, count);
            }
        }
        assertThat(got.toByteArray()).isEqualTo(sent.toByteArray());
    }
}
