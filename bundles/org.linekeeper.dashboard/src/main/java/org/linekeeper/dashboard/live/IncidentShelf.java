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
    static final String MEMBERS = "incident_members";
    static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(IncidentShelf.class);
    private static final int MOST_WAITING = 1_000;
    private static final int PAGE = 200;

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
                put(MEMBERS, incident, ReportText.writeMembers(next.get()));
                put(KIND, incident, ReportText.write(incident));
                if (!incident.isOpen()) {
                    shelf.trim(KIND, MOST);
                    shelf.trim(MEMBERS, MOST);
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

    private void put(String kind, Incident incident, String text) throws StoreGone {
        shelf.put(new Shelf.Document(kind, incident.id(), incident.start(), text));
    }

    /** What waits comes before what is kept: it is newer. */
    private synchronized Map<String, Report> waiting() {
        return new LinkedHashMap<>(waiting);
    }

    /** Those that were open when somebody last looked, the newest first. */
    List<Report> open() throws StoreGone {
        List<Report> open = new ArrayList<>();
        List<Incident> page = list(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            for (Incident incident : page) {
                if (incident.isOpen()) {
                    get(incident.id()).ifPresent(open::add);
                }
            }
            page = list(Optional.of(page.get(page.size() - 1).start()), PAGE);
        }
        return open;
    }

    /** In numbers, the newest first. */
    public List<Incident> list(Optional<Instant> before, int most) throws StoreGone {
        List<Incident> incidents = new ArrayList<>();
        Map<String, Report> newer = waiting();
        for (Shelf.Document document : shelf.list(KIND, before, most)) {
            Optional.ofNullable(newer.get(document.key()))
                    .map(Report::incident)
                    .or(() -> ReportText.read(document.text()))
                    .ifPresent(incidents::add);
        }
        return incidents;
    }

    public Optional<Report> get(String id) throws StoreGone {
        Optional<Report> newer = Optional.ofNullable(waiting().get(id));
        Optional<Shelf.Document> numbers =
                newer.isPresent() ? Optional.empty() : shelf.get(KIND, id);
        if (numbers.isEmpty()) {
            return newer;
        }
        Optional<Shelf.Document> members = shelf.get(MEMBERS, id);
        return ReportText.read(numbers.get().text(), members.map(Shelf.Document::text).orElse(""));
    }
}
