// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import java.util.Set;
import java.util.TreeSet;
import org.linekeeper.api.config.Writing;
import org.linekeeper.api.line.LineConfig;

/**
 * The lines of a config file that is being written: what writers for vendors share. For one thread.
 */
public final class WrittenLines {
    private final StringBuilder text = new StringBuilder();
    private final Set<Integer> withoutPassword = new TreeSet<>();
    private final boolean withSecrets;

    /**
     * @param withSecrets whether passwords are written
     */
    public WrittenLines(boolean withSecrets) {
        this.withSecrets = withSecrets;
    }

    /** A line as it stands. */
    public void add(String line) {
        text.append(line).append('\n');
    }

    /** The password that may be written for a line, which is noted if there is one that may not. */
    public String password(LineConfig line) {
        if (!withSecrets && !line.password().isEmpty()) {
            withoutPassword.add(line.line());
        }
        return withSecrets ? line.password().reveal() : "";
    }

    public Writing writing() {
        return new Writing(text.toString(), withoutPassword);
    }

    /** The number of a range that is nearest to {@code value}. */
    public static long within(long min, long max, long value) {
        return Math.max(min, Math.min(max, value));
    }

    /** A switch: 0 or 1. */
    public static int flag(boolean value) {
        return value ? 1 : 0;
    }
}
