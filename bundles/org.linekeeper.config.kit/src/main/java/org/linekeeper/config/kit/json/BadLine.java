// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** JSON that does not describe a line. The message names the place and never a password. */
public final class BadLine extends Exception {
    private static final long serialVersionUID = 1;

    private final String path;
    private final String sentence;
    private final transient List<String> known;

    BadLine(String path, String sentence) {
        this(path, sentence, Set.of());
    }

    BadLine(String path, String sentence, Set<String> known) {
        super(path.isEmpty() ? sentence : path + " " + sentence);
        this.path = Objects.requireNonNull(path);
        this.sentence = Objects.requireNonNull(sentence);
        this.known = List.copyOf(new TreeSet<>(known));
    }

    /** Where it is, for example {@code servers[1].port}; empty = the document as a whole. */
    public String path() {
        return path;
    }

    /** What is wrong there, for example {@code is not in 0..65535: 70000}. */
    public String sentence() {
        return sentence;
    }

    /** When the path names a field that there is not: those that there are; empty otherwise. */
    public List<String> known() {
        return known;
    }
}
