// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import java.util.Objects;
import org.linekeeper.api.config.Finding;

/** A config file that has to be refused as a whole. */
public final class UnreadableFile extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Finding finding;

    /**
     * @param file its name
     * @param at the line in it, from 1; 0 = the file as a whole
     * @param sentence why
     */
    public UnreadableFile(String file, int at, String sentence) {
        super(Objects.requireNonNull(sentence));
        this.finding = new Finding(file, at, "", "", sentence, "");
    }

    /** The same, for a {@code Reading}. */
    public Finding finding() {
        return finding;
    }
}
