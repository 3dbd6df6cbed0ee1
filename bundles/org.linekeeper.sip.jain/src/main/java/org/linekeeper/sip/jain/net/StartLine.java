// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

/** Tells SIP from what else arrives at a port, cheaply: the parser has the last word. */
final class StartLine {
    private static final byte[] PROTOCOL = {'S', 'I', 'P', '/'};

    private StartLine() {}

    /** Whether the first line, or all there is of it, starts like text and names SIP. */
    static boolean isSip(byte[] bytes, int length) {
        if (length == 0 || !isText(bytes[0])) {
            return false;
        }
        for (int at = 0; at <= length - PROTOCOL.length && bytes[at] != '\n'; at++) {
            if (namesProtocol(bytes, at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a message could start with this byte (RFC 3261 section 25.1, token). */
    static boolean isText(byte first) {
        return first > ' ' && first < 0x7f;
    }

    /** Line ends or zeros, which some send to keep a path open. */
    static boolean isBlank(byte[] bytes) {
        for (byte each : bytes) {
            if (each != '\r' && each != '\n' && each != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean namesProtocol(byte[] bytes, int at) {
        for (int i = 0; i < PROTOCOL.length; i++) {
            // Letters only differ in this bit from their capitals, and '/' has it set already.
            if ((bytes[at + i] | 0x20) != (PROTOCOL[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }
}
