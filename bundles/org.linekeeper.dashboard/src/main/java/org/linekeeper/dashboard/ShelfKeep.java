// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.access.Keep;

/** Sessions, invitations and the audit in the database. */
final class ShelfKeep implements Keep {
    private final Shelf shelf;

    ShelfKeep(Shelf shelf) {
        this.shelf = shelf;
    }

    @FunctionalInterface
    private interface Use<T> {
        T of() throws StoreGone;
    }

    private static <T> T use(Use<T> use) throws IOException {
        try {
            return use.of();
        } catch (StoreGone e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void put(String kind, Text text) throws IOException {
        use(
                () -> {
                    shelf.put(new Shelf.Document(kind, text.key(), text.at(), text.text()));
                    return text;
                });
    }

    @Override
    public List<Text> list(String kind, Optional<Instant> before, int most) throws IOException {
        return use(() -> shelf.list(kind, before, most)).stream()
                .map(document -> new Text(document.key(), document.at(), document.text()))
                .toList();
    }

    @Override
    public void remove(String kind, String key) throws IOException {
        use(
                () -> {
                    shelf.remove(kind, key);
                    return key;
                });
    }

    @Override
    public void trim(String kind, int most) throws IOException {
        use(
                () -> {
                    shelf.trim(kind, most);
                    return kind;
                });
    }
}
