// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.dns;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds a DNS message; names are written out, never compressed. */
final class DnsWriter {

    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 253;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    DnsWriter u8(int value) {
        out.write(value);
        return this;
    }

    DnsWriter u16(int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException(value + " is not between 0 and 65535");
        }
        return u8(value >> 8).u8(value);
    }

    DnsWriter u32(int value) {
        return u8(value >> 24).u8(value >> 16).u8(value >> 8).u8(value);
    }

    DnsWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    DnsWriter name(String name) {
        String key = DnsRecord.key(name);
        if (key.length() > MAX_NAME) {
            throw new IllegalArgumentException("a name of " + key.length() + " characters");
        }
        for (String label : key.isEmpty() ? new String[0] : key.split("\\.", -1)) {
            byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
            if (bytes.length == 0 || bytes.length > MAX_LABEL) {
                throw new IllegalArgumentException("label \"" + label + "\" in " + name);
            }
            u8(bytes.length).raw(bytes);
        }
        return u8(0);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
