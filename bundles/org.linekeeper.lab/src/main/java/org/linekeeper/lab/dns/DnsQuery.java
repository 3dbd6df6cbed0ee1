// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.dns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A query with one question (RFC 1035 section 4.1.2) and perhaps EDNS (RFC 6891).
 *
 * @param id to be repeated in the answer
 * @param recursionDesired to be repeated in the answer
 * @param name lower case, without the last dot
 * @param typeCode also of types that this server does not know
 * @param question as it stood on the wire
 * @param edns whether the query has an OPT record
 * @param maxUdpBytes 512, or what the OPT record allows
 */
record DnsQuery(
        int id,
        boolean recursionDesired,
        String name,
        int typeCode,
        byte[] question,
        boolean edns,
        int maxUdpBytes) {

    private static final int HEADER = 12;
    private static final int PLAIN_UDP = 512;
    private static final int OPT = 41;

    /** Empty when the bytes are no plain query with one question of class IN. */
    static Optional<DnsQuery> parse(byte[] bytes) {
        boolean query = bytes.length > HEADER && (bytes[2] & 0xf8) == 0 && u16(bytes, 4) == 1;
        if (!query) {
            return Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (at < bytes.length && bytes[at] != 0) {
            int length = bytes[at] & 0xff;
            boolean label = length <= 63 && at + 1 + length < bytes.length && name.length() < 254;
            if (!label) {
                return Optional.empty(); // also a compression pointer, which no question needs
            }
            name.append(name.isEmpty() ? "" : ".");
            name.append(new String(bytes, at + 1, length, StandardCharsets.ISO_8859_1));
            at += 1 + length;
        }
        int end = at + 5;
        if (end > bytes.length || u16(bytes, at + 3) != 1) {
            return Optional.empty();
        }
        byte[] question = Arrays.copyOfRange(bytes, HEADER, end);
        boolean edns = hasOpt(bytes, end);
        int allowed = edns ? Math.max(PLAIN_UDP, u16(bytes, end + 3)) : PLAIN_UDP;
        boolean recursion = (bytes[2] & 1) != 0;
        String key = DnsRecord.key(name.toString());
        int type = u16(bytes, at + 1);
        return Optional.of(
                new DnsQuery(u16(bytes, 0), recursion, key, type, question, edns, allowed));
    }

    /** An OPT record as the only thing behind the question, as resolvers send it. */
    private static boolean hasOpt(byte[] bytes, int at) {
        boolean only = u16(bytes, 6) == 0 && u16(bytes, 8) == 0 && u16(bytes, 10) > 0;
        return only && at + 11 <= bytes.length && bytes[at] == 0 && u16(bytes, at + 1) == OPT;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    /** The type; empty when this server does not know it. */
    Optional<RecordType> type() {
        return RecordType.of(typeCode);
    }
}
