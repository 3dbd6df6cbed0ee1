// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import org.linekeeper.config.kit.WrittenLines;

/**
 * Keys of one owner in a file that is being written.
 *
 * @param prefix what stands before each of them
 */
record Keys(WrittenLines text, String prefix) {
    /**
     * Quotes around a value are left off in reading: those of the value itself need a pair more.
     */
    Keys put(String name, Object value) {
        String plain = value.toString();
        boolean quoted = plain.startsWith("\"") && plain.endsWith("\"");
        text.add(prefix + name + " = " + (quoted ? "\"" + plain + "\"" : plain));
        return this;
    }
}
