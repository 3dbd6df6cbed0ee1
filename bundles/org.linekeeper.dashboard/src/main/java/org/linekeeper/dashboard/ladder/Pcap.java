// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.linekeeper.schema.Step;

/**
 * The messages of a ladder as a capture (pcap, link type raw IP), so that other tools show them.
 * Each message is a UDP datagram, however it travelled; the phone is 192.0.2.1 port 5060, as no
 * phone tells its own address, and a peer that is no IPv4 address is 198.51.100.N.
 */
public final class Pcap {
    private static final int MAGIC = 0xa1b2c3d4;
    private static final int RAW = 101;
    private static final int FILE_HEAD = 24;
    private static final int PACKET_HEAD = 16;
    private static final int IP_HEAD = 20;
    private static final int UDP_HEAD = 8;
    private static final int MOST_BYTES = 65_535;
    private static final int SIP = 5060;
    private static final byte[] PHONE = {(byte) 192, 0, 2, 1};

    private Pcap() {}

    private record End(byte[] address, int port) {}

    /** The whole file. */
    public static byte[] of(Ladder ladder) {
        List<Step> messages =
                ladder.steps().stream().filter(step -> step.kind().equals(Step.MESSAGE)).toList();
        int size = FILE_HEAD;
        for (Step step : messages) {
            size += PACKET_HEAD + IP_HEAD + UDP_HEAD + payload(step).length;
        }
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(MAGIC).putShort((short) 2).putShort((short) 4);
        file.putInt(0).putInt(0).putInt(MOST_BYTES).putInt(RAW);
        for (Step step : messages) {
            packet(file, ladder, step);
        }
        return file.array();
    }

    private static void packet(ByteBuffer file, Ladder ladder, Step step) {
        byte[] payload = payload(step);
        int length = IP_HEAD + UDP_HEAD + payload.length;
        file.order(ByteOrder.LITTLE_ENDIAN);
        file.putInt((int) step.at().getEpochSecond()).putInt(step.at().getNano() / 1_000);
        file.putInt(length).putInt(length);
        End phone = new End(PHONE, SIP);
        End peer = peer(ladder, step);
        boolean out = step.direction().equals(Optional.of("out"));
        End from = out ? phone : peer;
        End to = out ? peer : phone;
        int start = file.position();
        file.order(ByteOrder.BIG_ENDIAN);
        file.put((byte) 0x45).put((byte) 0).putShort((short) length);
        file.putShort((short) 0).putShort((short) 0);
        file.put((byte) 64).put((byte) 17).putShort((short) 0);
        file.put(from.address()).put(to.address());
        file.putShort(start + 10, checksum(file, start));
        file.putShort((short) from.port()).putShort((short) to.port());
        // No checksum of UDP (RFC 768): 0 says so.
        file.putShort((short) (UDP_HEAD + payload.length)).putShort((short) 0);
        file.put(payload);
    }

    /** RFC 791, 3.1. */
    private static short checksum(ByteBuffer file, int start) {
        int sum = 0;
        for (int i = 0; i < IP_HEAD; i += 2) {
            sum += Short.toUnsignedInt(file.getShort(start + i));
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (short) ~sum;
    }

    private static End peer(Ladder ladder, Step step) {
        String peer = step.peer().orElse("");
        int colon = peer.lastIndexOf(':');
        String port = peer.substring(colon + 1);
        int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) & 0xffff : SIP;
        String[] parts = peer.substring(0, Math.max(0, colon)).split("\\.", -1);
        byte[] address = {(byte) 198, 51, 100, (byte) (int) ladder.column(step).orElse(0)};
        if (parts.length == 4) {
            for (int i = 0; i < 4; i++) {
                if (!parts[i].matches("[0-9]{1,3}")) {
                    return new End(address, number);
                }
            }
            for (int i = 0; i < 4; i++) {
                address[i] = (byte) Integer.parseInt(parts[i]);
            }
        }
        return new End(address, number);
    }

    private static byte[] payload(Step step) {
        return step.text().getBytes(StandardCharsets.UTF_8);
    }
}
