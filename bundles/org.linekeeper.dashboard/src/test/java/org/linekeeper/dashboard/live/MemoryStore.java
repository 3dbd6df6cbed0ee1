// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.collector.fleet.StoreGone;

/** A database in memory, which can be taken away. */
public final class MemoryStore implements FleetStore, Shelf {
    private final Map<DeviceName, Known> devices = new LinkedHashMap<>();
    private final List<HistoryEntry> history = new ArrayList<>();
    private final Map<String, Document> documents = new LinkedHashMap<>();
    private boolean gone;
    private boolean full;

    public synchronized void gone(boolean isGone) {
        gone = isGone;
    }

    /** Reads, and takes nothing more. */
    public synchronized void full(boolean isFull) {
        full = isFull;
    }

    /** What the collector would have written of this. */
    public synchronized void write(News news) {
        Known known =
                devices.getOrDefault(
                        news.device(),
                        new Known(
                                news.device(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                0));
        Optional<Instant> seen = Optional.of(news.received());
        if (news instanceof News.Connected said) {
            known =
                    new Known(
                            known.device(),
                            seen,
                            Optional.of(said.connection()),
                            known.snapshot(),
                            known.policy(),
                            known.transitions());
        } else if (news instanceof News.Showed said) {
            known =
                    new Known(
                            known.device(),
                            seen,
                            known.connection(),
                            Optional.of(said.snapshot()),
                            known.policy(),
                            known.transitions());
        } else if (news instanceof News.Recorded said) {
            history.add(
                    new HistoryEntry(said.device(), said.epoch(), said.entry(), said.received()));
        }
        devices.put(news.device(), known);
    }

    private void check() throws StoreGone {
        if (gone) {
            throw new StoreGone("The database is away.", new Exception("test"));
        }
    }

    @Override
    public synchronized void devices(Consumer<Known> taker) throws StoreGone {
        check();
        devices.values().forEach(taker);
    }

    @Override
    public synchronized Optional<Known> device(DeviceName device) throws StoreGone {
        check();
        return Optional.ofNullable(devices.get(device));
    }

    @Override
    public synchronized List<HistoryEntry> history(
            DeviceName device, Optional<Position> before, int most) throws StoreGone {
        check();
        return history.stream()
                .filter(row -> row.device().equals(device))
                .filter(
                        row ->
                                before.isEmpty()
                                        || row.epoch() < before.get().epoch()
                                        || (row.epoch() == before.get().epoch()
                                                && row.entry().first() < before.get().seq()))
                .sorted(
                        Comparator.comparingLong(HistoryEntry::epoch)
                                .thenComparing(row -> row.entry().first())
                                .reversed())
                .limit(most)
                .toList();
    }

    @Override
    public synchronized List<HistoryEntry> between(Instant from, Instant to, int most)
            throws StoreGone {
        check();
        return history.stream()
                .filter(row -> !row.received().isBefore(from) && row.received().isBefore(to))
                .sorted(Comparator.comparing(HistoryEntry::received))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized void put(Document document) throws StoreGone {
        check();
        if (full) {
            throw new StoreGone("The disk is full.", new Exception("test"));
        }
        documents.put(document.kind() + " " + document.key(), document);
    }

    @Override
    public synchronized Optional<Document> get(String kind, String key) throws StoreGone {
        check();
        return Optional.ofNullable(documents.get(kind + " " + key));
    }

    @Override
    public synchronized List<Document> list(String kind, Optional<Instant> before, int most)
            throws StoreGone {
        check();
        return documents.values().stream()
                .filter(each -> each.kind().equals(kind))
                .filter(each -> before.isEmpty() || each.at().isBefore(before.get()))
                .sorted(Comparator.comparing(Document::at).reversed())
                .limit(most)
                .toList();
    }

    @Override
    public synchronized void remove(String kind, String key) throws StoreGone {
        check();
        documents.remove(kind + " " + key);
    }

    @Override
    public synchronized void trim(String kind, int most) throws StoreGone {
        for (Document each :
                list(kind, Optional.empty(), Integer.MAX_VALUE).stream().skip(most).toList()) {
            remove(kind, each.key());
        }
    }
}
