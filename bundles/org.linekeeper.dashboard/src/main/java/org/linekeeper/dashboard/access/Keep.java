// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps texts through a restart; each call has its effect when it returns. For any thread; may
 * block for some seconds. An IOException has one sentence that says why nothing is kept or found
 * now.
 */
public interface Keep {
    /**
     * A text.
     *
     * @param key 1 to 64 letters and digits, unique in its kind
     * @param at orders those of a kind
     * @param text some hundred characters
     */
    record Text(String key, Instant at, String text) {}

    /**
     * Takes the place of the one with the same key.
     *
     * @param kind a word: {@code session}, {@code invitation} or {@code audit}
     */
    void put(String kind, Text text) throws IOException;

    /**
     * Those of a kind, the newest first.
     *
     * @param before only what is older
     * @param most 1 to 10,000
     */
    List<Text> list(String kind, Optional<Instant> before, int most) throws IOException;

    /** Without it nothing happens. */
    void remove(String kind, String key) throws IOException;

    /** Leaves the newest of a kind. */
    void trim(String kind, int most) throws IOException;
}
