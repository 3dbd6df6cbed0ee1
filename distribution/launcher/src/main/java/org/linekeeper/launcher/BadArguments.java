// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** The command line says what cannot be; the message is one sentence for the one who typed it. */
final class BadArguments extends Exception {
    private static final long serialVersionUID = 1;

    BadArguments(String message) {
        super(message);
    }

    /** Trouble with a file, in the words that end a sentence. */
    static String reason(IOException trouble) {
        if (trouble instanceof FileAlreadyExistsException) {
            return "it is no directory";
        }
        if (trouble instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        }
        if (trouble instanceof AccessDeniedException) {
            return "permission denied";
        }
        boolean known = trouble instanceof FileSystemException system && system.getReason() != null;
        String words = known ? ((FileSystemException) trouble).getReason() : trouble.getMessage();
        return words == null ? "it cannot be read or written" : words.toLowerCase(Locale.ROOT);
    }
}
