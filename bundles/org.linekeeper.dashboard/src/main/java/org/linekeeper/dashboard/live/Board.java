// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.collector.fleet.CollectorHealth.Standing;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.dashboard.alert.Alerts;
import org.linekeeper.dashboard.alert.Condition;
import org.linekeeper.dashboard.fleet.Census;
import org.linekeeper.dashboard.fleet.Change;
import org.linekeeper.dashboard.fleet.Fleet;
import org.linekeeper.dashboard.fleet.Freshness;
import org.linekeeper.dashboard.fleet.Phone;
import org.linekeeper.dashboard.fleet.When;
import org.linekeeper.dashboard.incident.Incident;
import org.linekeeper.dashboard.incident.Incidents;
import org.linekeeper.dashboard.incident.LineName;
import org.linekeeper.dashboard.incident.Report;
import org.linekeeper.dashboard.view.OverviewView;
import org.linekeeper.dashboard.view.PhoneView;
import org.linekeeper.schema.Transition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is shown, as a function of news and time. One thread; the fleet may be read. */
final class Board {
    /** Phones named in one update; whoever shows more has to ask again. */
    static final int MOST_ROWS = 100;

    private static final Duration COLLECTOR_FIRST = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Board.class);

    private final Fleet fleet;
    private final Alerts alerts;
    private final Instant started;
    private final Incidents incidents = new Incidents();
    private final Wrongs wrongs = new Wrongs();
    private final Map<DeviceName, Phone> changed = new LinkedHashMap<>();
    private final Map<String, Report> open = new LinkedHashMap<>();
    private final Map<String, Report> unsaid = new LinkedHashMap<>();
    private long passedOver;
    private Instant warned = Instant.EPOCH;
    private Freshness freshness = new Freshness(Freshness.State.STALE, Optional.of("starting"));
    private Instant freshSince;
    private Optional<Standing> standing = Optional.empty();
    private Duration heardUp = Duration.ZERO;
    private Duration expiredUp = Duration.ZERO;
    private Optional<Census> census = Optional.empty();

    Board(Fleet fleet, Alerts alerts, Instant started) {
        this.fleet = fleet;
        this.alerts = alerts;
        this.started = started;
        this.freshSince = started;
    }

    /** A phone out of the database. */
    void load(FleetStore.Known known, Instant now) {
        fleet.load(known, now);
        fleet.phone(known.device()).ifPresent(phone -> incidents.loaded(phone, now));
        census = Optional.empty();
    }

    /** All that the database knows is loaded for the first time. */
    void begin(Instant now) {
        // The collector was there a moment before, and has heard phones since.
        expired(fleet.begin(started.minus(COLLECTOR_FIRST), now), now);
    }

    /** An incident that was open; of one server there is one, the newest. Whether it goes on. */
    boolean resume(Report kept, Instant now) {
        boolean goesOn = incidents.resume(kept, now);
        if (goesOn) {
            open.put(kept.incident().id(), kept);
        }
        return goesOn;
    }

    void take(News news) {
        fleet.take(news).ifPresent(change -> took(news, change));
    }

    private void took(News news, Change change) {
        if (news instanceof News.Recorded told) {
            if (told.entry() instanceof Transition moved) {
                incidents.moved(
                        new LineName(told.device(), moved.line()),
                        told.epoch(),
                        moved,
                        When.of(moved, told.received()),
                        told.received(),
                        change.after().calls());
            } else {
                incidents.gap(change.after());
                wrongs.gap(told.device(), told.received());
            }
        } else if (!(news instanceof News.Stirred) || change.isVisible()) {
            incidents.seen(change.after(), news.received());
        }
        note(change);
    }

    private void note(Change change) {
        if (change.isVisible()) {
            changed.put(change.after().name(), change.after());
            census = Optional.empty();
        }
    }

    /**
     * Leases that are over; while nothing can be heard of anybody, none goes on.
     *
     * @param up how long somebody has been looking
     */
    void expire(Instant now, Duration up) {
        Duration more = up.minus(expiredUp);
        expiredUp = up;
        if (freshness.state() != Freshness.State.BLIND) {
            fleet.listened(more);
            expired(fleet.expire(now), now);
        }
    }

    private void expired(List<Change> gone, Instant now) {
        for (Change change : gone) {
            incidents.seen(change.after(), now);
            note(change);
        }
    }

    /** Whether an incident is different since the last time. */
    boolean hasIncidents() {
        return incidents.isChanged();
    }

    /**
     * What is wrong now.
     *
     * @param up how long somebody has been looking
     */
    List<Condition> judge(Instant now, Duration up, Standing collector) {
        // When, by the clock that nobody sets: what the collector's clock says only has to change.
        if (!standing.flatMap(Standing::lastMessage).equals(collector.lastMessage())) {
            heardUp = up;
        }
        standing = Optional.of(collector);
        incidents.tick(now);
        warn(now);
        Freshness judged = Freshness.of(collector, isAwaited(), up, up.minus(heardUp));
        if (!judged.equals(freshness)) {
            freshness = judged;
            freshSince = now;
        }
        collect();
        return wrongs.at(now, openIncidents(), fleet.phones(), freshness);
    }

    /** Once a minute at most. */
    private void warn(Instant now) {
        if (incidents.passedOver() > passedOver && now.isAfter(warned.plusSeconds(60))) {
            LOG.warn(
                    "{} lines that left a server were passed over: too many servers have an outage,"
                            + " or one phone has too many.",
                    incidents.passedOver() - passedOver);
            passedOver = incidents.passedOver();
            warned = now;
        }
    }

    private boolean isAwaited() {
        return fleet.phones().stream().anyMatch(Phone::isAwaited);
    }

    /** Incidents that are different since the last time, those that are over among them. */
    List<Report> incidents() {
        collect();
        List<Report> reports = List.copyOf(unsaid.values());
        unsaid.clear();
        return reports;
    }

    private void collect() {
        for (Report report : incidents.changes()) {
            String id = report.incident().id();
            unsaid.put(id, report);
            if (report.incident().isOpen()) {
                open.put(id, report);
            } else {
                open.remove(id);
            }
        }
    }

    private List<Incident> openIncidents() {
        return open.values().stream().map(Report::incident).toList();
    }

    /** The rows that changed since the last time, at most so many. */
    Rows rows() {
        List<JsonObject> rows = new ArrayList<>();
        changed.values().stream().limit(MOST_ROWS).forEach(each -> rows.add(PhoneView.row(each)));
        Rows given = new Rows(rows, changed.size() - rows.size());
        changed.clear();
        return given;
    }

    /**
     * Rows.
     *
     * @param more how many there were besides
     */
    record Rows(List<JsonObject> rows, int more) {}

    /** All that is shown without being asked for. */
    Page page(Instant now, List<Drill.Plug> plugs) {
        JsonObject overview =
                OverviewView.of(
                        census(),
                        OverviewView.freshness(freshness, freshSince, standing),
                        openIncidents(),
                        alerts.loud(),
                        plugs);
        return new Page(now, overview, List.copyOf(open.values()), freshness, census());
    }

    private Census census() {
        if (census.isEmpty()) {
            census = Optional.of(Census.of(fleet.phones()));
        }
        return census.get();
    }
}
