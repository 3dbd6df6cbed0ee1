// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.alert.Alerts;
import org.linekeeper.dashboard.alert.Condition;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.alert.Notice;
import org.linekeeper.dashboard.fleet.Fleet;
import org.linekeeper.dashboard.incident.Report;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.view.IncidentView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the desk does, in small steps: loads the fleet when it has to, takes in what is new, judges,
 * and tells. One thread steps; any may bring news and look at the page.
 */
final class Clerk {
    static final long TICK_MS = 250;
    static final int MOST_WAITING = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(Clerk.class);
    private static final long JUDGE_MS = 1_000;
    private static final long EXPIRE_MS = 5_000;
    private static final long LOAD_MS = 2_000;

    private final Desk.Sources sources;
    private final Desk.Hearers hearers;
    private final Alerts alerts;
    private final LongSupplier ms;
    private final Fleet fleet = new Fleet();
    private final Board board;
    private final BlockingQueue<List<News>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final long startedMs;
    private final Rhythm ticking;
    private final Rhythm judging;
    private final Rhythm expiring;
    private volatile boolean lost = true;
    private volatile Page page;
    private volatile long beatMs;
    private long loadAfterMs;
    private OptionalLong loadedMs = OptionalLong.empty();
    private Alerts.Picture alertsTold = Alerts.Picture.EMPTY;
    private boolean resumed;
    private boolean anew;

    /** One that has done nothing yet. */
    Clerk(Desk.Sources sources, Alerts alerts, Desk.Hearers hearers) {
        this.sources = sources;
        this.alerts = alerts;
        this.hearers = hearers;
        this.ms = sources.ms();
        startedMs = ms.getAsLong();
        loadAfterMs = startedMs;
        beatMs = startedMs;
        ticking = new Rhythm(TICK_MS, startedMs);
        judging = new Rhythm(JUDGE_MS, startedMs);
        expiring = new Rhythm(EXPIRE_MS, startedMs);
        Instant now = sources.clock().get();
        board = new Board(fleet, alerts, now);
        page = board.page(now, List.of());
    }

    Fleet fleet() {
        return fleet;
    }

    Page page() {
        return page;
    }

    /** When it last got anywhere. */
    long beatMs() {
        return beatMs;
    }

    /** Any thread; does not block. What is too much is read from the database. */
    void hear(List<News> news) {
        if (!waiting.offer(news)) {
            lost = true;
        }
    }

    /** Something was left out: the fleet has to be loaded anew. */
    void lose() {
        lost = true;
    }

    /** Loads if it has to, waits for news until the next tick is due, and ticks then. */
    void step() throws InterruptedException {
        if (lost && ms.getAsLong() >= loadAfterMs) {
            load();
        }
        List<News> news = waiting.poll(ticking.leftMs(ms.getAsLong()), TimeUnit.MILLISECONDS);
        if (news != null) {
            news.forEach(board::take);
        }
        if (ticking.isDue(ms.getAsLong())) {
            tick();
            beatMs = ms.getAsLong();
        }
    }

    /**
     * What waits came before what was left out, so it is taken in first; what comes meanwhile may
     * be in the database or not, and is taken in after it. At least as long as this takes it is not
     * done again, so that what waits is taken in, too.
     */
    private void load() {
        long begunMs = ms.getAsLong();
        lost = false;
        try {
            resume();
            for (int left = waiting.size(); left > 0; left--) {
                beatMs = ms.getAsLong();
                Optional.ofNullable(waiting.poll()).ifPresent(news -> news.forEach(board::take));
            }
            sources.store()
                    .devices(
                            known -> {
                                beatMs = ms.getAsLong();
                                board.load(known, sources.clock().get());
                            });
            if (loadedMs.isEmpty()) {
                board.begin(sources.clock().get());
                loadedMs = OptionalLong.of(ms.getAsLong());
            }
            anew = true;
        } catch (StoreGone e) {
            lost = true;
            LOG.debug("the fleet is not loaded yet: {}", e.getMessage());
        } finally {
            long endMs = ms.getAsLong();
            loadAfterMs = endMs + Math.max(LOAD_MS, endMs - begunMs);
        }
    }

    /** Once, and before the fleet: who came back meanwhile is to be seen in its incident. */
    private void resume() throws StoreGone {
        if (!resumed) {
            List<Report> open = sources.incidents().open();
            sources.kept().read();
            Instant now = sources.clock().get();
            for (Report kept : open) {
                if (!board.resume(kept, now)) {
                    sources.incidents().put(kept.closed());
                }
            }
            resumed = true;
        }
    }

    private void tick() {
        Instant now = sources.clock().get();
        if (expiring.isDue(ms.getAsLong())) {
            board.expire(now, up());
        }
        boolean due = judging.isDue(ms.getAsLong());
        if (due || board.hasIncidents()) {
            judge(now).forEach(hearers.notices());
        }
        Alerts.Picture picture = alerts.picture(now);
        JsonObject before = page.overview();
        List<Report> reports = board.incidents();
        reports.forEach(sources.incidents()::put);
        if (!reports.isEmpty()) {
            hearers.incidents().accept(reports);
        }
        page = board.page(now, sources.plugs().get());
        tell(now, before, reports, !picture.equals(alertsTold));
        alertsTold = picture;
    }

    private List<Notice> judge(Instant now) {
        List<Condition> wrong = board.judge(now, up(), sources.health().get());
        return alerts.take(now, wrong, tooEarlyToEnd());
    }

    /** Before the fleet is there nothing can be said to be over. */
    private Set<Kind> tooEarlyToEnd() {
        return loadedMs.isPresent()
                ? Wrongs.tooEarlyToEnd(since(loadedMs.getAsLong()))
                : EnumSet.allOf(Kind.class);
    }

    private Duration up() {
        return since(startedMs);
    }

    private Duration since(long beganMs) {
        return Duration.ofMillis(ms.getAsLong() - beganMs);
    }

    private void tell(Instant now, JsonObject before, List<Report> reports, boolean alertsChanged) {
        Board.Rows rows = board.rows();
        if (anew) {
            anew = false;
            hearers.updates().reset();
            return;
        }
        JsonObject different = new JsonObject();
        for (Map.Entry<String, JsonElement> member : page.overview().entrySet()) {
            if (!member.getValue().equals(before.get(member.getKey()))) {
                different.add(member.getKey(), member.getValue());
            }
        }
        boolean quiet =
                different.size() == 0
                        && rows.rows().isEmpty()
                        && reports.isEmpty()
                        && !alertsChanged;
        if (quiet) {
            return;
        }
        JsonArray phones = new JsonArray();
        rows.rows().forEach(phones::add);
        hearers.updates()
                .tell(
                        Json.object()
                                .put("t", now)
                                .put("overview", different)
                                .put("phones", phones)
                                .put("more", rows.more())
                                .putAll(
                                        "incidents",
                                        reports,
                                        each -> IncidentView.row(each.incident()))
                                .put("alerts", alertsChanged)
                                .done());
    }
}
