// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.incident.Incident;
import org.linekeeper.dashboard.incident.Report;
import org.linekeeper.dashboard.incident.ReportText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps incidents in the database; while that is away, what is to be kept waits, of each incident
 * the last word. For any thread; {@link #write} blocks.
 */
public final class IncidentShelf {
    static final String KIND = "incident";
    static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(IncidentShelf.class);
    private static final int MOST_WAITING = 1_000;

    private final Shelf shelf;
    private final Map<String, Report> waiting = new LinkedHashMap<>();

    public IncidentShelf(Shelf shelf) {
        this.shelf = shelf;
    }

    synchronized void put(Report report) {
        waiting.put(report.incident().id(), report);
        if (waiting.size() > MOST_WAITING) {
            waiting.remove(waiting.keySet().iterator().next());
        }
    }

    private synchronized Optional<Report> next() {
        return waiting.values().stream().findFirst();
    }

    private synchronized void done(Report report) {
        waiting.remove(report.incident().id(), report);
    }

    /** Writes what waits, until the database is away. */
    void write() {
        try {
            Optional<Report> next = next();
            while (next.isPresent()) {
                Incident incident = next.get().incident();
                shelf.put(
                        new Shelf.Document(
                                KIND,
                                incident.id(),
                                incident.start(),
                                ReportText.write(next.get())));
                if (!incident.isOpen()) {
                    shelf.trim(KIND, MOST);
                }
                done(next.get());
                next = next();
            }
        } catch (StoreGone e) {
            LOG.debug("incidents wait for the database: {}", e.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("An incident is not kept", bug);
            next().ifPresent(this::done);
        }
    }

    /** What waits comes before what is kept: it is newer. */
    private synchronized Map<String, Report> waiting() {
        return new LinkedHashMap<>(waiting);
    }

    /** Those that were open when somebody last looked. */
    List<Report> open() throws StoreGone {
        return list(Optional.empty(), 200).stream()
                .filter(report -> report.incident().isOpen())
                .toList();
    }

    /** The newest first. */
    public List<Report> list(Optional<Instant> before, int most) throws StoreGone {
        List<Report> reports = new ArrayList<>();
        Map<String, Report> newer = waiting();
        for (Shelf.Document document : shelf.list(KIND, before, most)) {
            Optional.ofNullable(newer.get(document.key()))
                    .or(() -> ReportText.read(document.text()))
                    .ifPresent(reports::add);
        }
        return reports;
    }

    public Optional<Report> get(String id) throws StoreGone {
        Optional<Report> newer = Optional.ofNullable(waiting().get(id));
        return newer.isPresent()
                ? newer
                : shelf.get(KIND, id).flatMap(document -> ReportText.read(document.text()));
    }
}
