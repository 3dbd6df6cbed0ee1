// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

/** The beginning of a SIP message that is too long. */
final class MessageText {
    private MessageText() {}

    /**
     * The message, or as many of its lines as fit; a header that goes on in a next line is whole or
     * not there. A part of a line would hide what a number in it is known by when it is masked.
     */
    static String atMost(int chars, String message) {
        if (message.length() <= chars) {
            return message;
        }
        int end = message.lastIndexOf('\n', chars - 1);
        while (end >= 0 && isBlank(message.charAt(end + 1))) {
            end = message.lastIndexOf('\n', end - 1);
        }
        return end < 0
                ? "[a line of more than " + chars + " characters]"
                : message.substring(0, end + 1);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
