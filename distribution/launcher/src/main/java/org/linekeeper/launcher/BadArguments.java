// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

/** The command line says what cannot be; the message is one sentence for the one who typed it. */
final class BadArguments extends Exception {
    private static final long serialVersionUID = 1;

    BadArguments(String message) {
        super(message);
    }
}
