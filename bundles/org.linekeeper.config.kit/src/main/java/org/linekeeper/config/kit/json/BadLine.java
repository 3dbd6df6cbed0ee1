// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import java.util.Objects;

/** JSON that does not describe a line. The message names the place and never a password. */
public final class BadLine extends Exception {
    private static final long serialVersionUID = 1;

    private final String path;
    private final String sentence;

    BadLine(String path, String sentence) {
        super(path.isEmpty() ? sentence : path + " " + sentence);
        this.path = Objects.requireNonNull(path);
        this.sentence = Objects.requireNonNull(sentence);
    }

    /** Where it is, for example {@code servers[1].port}; empty = the document as a whole. */
    public String path() {
        return path;
    }

    /** What is wrong there, for example {@code is not in 0..65535: 70000}. */
    public String sentence() {
        return sentence;
    }
}
