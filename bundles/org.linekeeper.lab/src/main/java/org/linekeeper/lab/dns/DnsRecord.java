// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * One resource record.
 *
 * @param name fully qualified, lower case, without the last dot
 * @param type its type
 * @param ttlSeconds 0 to 2147483647
 * @param data RDATA as it stands on the wire, without compression
 * @param target the name that the data points to, for aliases and additional records
 */
record DnsRecord(
        String name, RecordType type, int ttlSeconds, byte[] data, Optional<String> target) {

    DnsRecord {
        name = key(name);
        target = target.map(DnsRecord::key);
        if (ttlSeconds < 0) {
            throw new IllegalArgumentException(
                    "TTL " + ttlSeconds + " of " + name + " is negative");
        }
    }

    /** How names are compared: lower case, without the last dot. */
    static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    static DnsRecord address(String name, RecordType type, int ttlSeconds, String literal) {
        byte[] data;
        try {
            // A literal of digits, dots and colons never makes the JDK ask a resolver.
            boolean digits = literal.matches("[0-9a-fA-F.:]+") && literal.matches(".*[.:].*");
            data = digits ? InetAddress.getByName(literal).getAddress() : new byte[0];
        } catch (UnknownHostException e) {
            data = new byte[0];
        }
        if (data.length != (type == RecordType.A ? 4 : 16)) {
            throw new IllegalArgumentException(literal + " is no address for " + type);
        }
        return new DnsRecord(name, type, ttlSeconds, data, Optional.empty());
    }

    static DnsRecord cname(String name, int ttlSeconds, String target) {
        byte[] data = new DnsWriter().name(target).bytes();
        return new DnsRecord(name, RecordType.CNAME, ttlSeconds, data, Optional.of(target));
    }

    static DnsRecord srv(String name, int ttlSeconds, int[] numbers, String target) {
        DnsWriter data = new DnsWriter();
        for (int number : numbers) {
            data.u16(number);
        }
        return new DnsRecord(
                name, RecordType.SRV, ttlSeconds, data.name(target).bytes(), Optional.of(target));
    }

    static DnsRecord naptr(
            String name, int ttlSeconds, int[] numbers, String[] texts, String replacement) {
        DnsWriter data = new DnsWriter().u16(numbers[0]).u16(numbers[1]);
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            data.u8(bytes.length).raw(bytes);
        }
        return new DnsRecord(
                name,
                RecordType.NAPTR,
                ttlSeconds,
                data.name(replacement).bytes(),
                Optional.of(replacement));
    }

    static DnsRecord soa(String zone, int ttlSeconds, int negativeTtlSeconds) {
        DnsWriter data = new DnsWriter().name("ns." + zone).name("admin." + zone);
        data.u32(1).u32(3_600).u32(600).u32(86_400).u32(negativeTtlSeconds);
        return new DnsRecord(zone, RecordType.SOA, ttlSeconds, data.bytes(), Optional.empty());
    }

    /** The whole record. */
    void write(DnsWriter out) {
        out.name(name).u16(type.code()).u16(1).u32(ttlSeconds).u16(data.length).raw(data);
    }
}
