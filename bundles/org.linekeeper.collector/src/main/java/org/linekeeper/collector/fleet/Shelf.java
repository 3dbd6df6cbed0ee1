// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps small JSON documents beside the history, for whoever shows it; each call is committed when
 * it returns. For any thread; blocks 10 s at most.
 */
@ProviderType
public interface Shelf {
    /** Characters of a document. */
    int MOST_CHARS = 1 << 20;

    /**
     * A document.
     *
     * @param kind a word, 1 to 32 characters
     * @param key 1 to 200 characters, unique in its kind
     * @param at orders those of one kind, to the millisecond
     * @param text at most {@link #MOST_CHARS}
     */
    record Document(String kind, String key, Instant at, String text) {}

    /** Takes the place of the one with the same kind and key. */
    void put(Document document) throws StoreGone;

    Optional<Document> get(String kind, String key) throws StoreGone;

    /**
     * Those of a kind, the newest first.
     *
     * @param before only what is older
     * @param most 1 to 10,000
     */
    List<Document> list(String kind, Optional<Instant> before, int most) throws StoreGone;

    /** Without it nothing happens. */
    void remove(String kind, String key) throws StoreGone;

    /** Leaves the newest {@code most} of a kind. */
    void trim(String kind, int most) throws StoreGone;
}
