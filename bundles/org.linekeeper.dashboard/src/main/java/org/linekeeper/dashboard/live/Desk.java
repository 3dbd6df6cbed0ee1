// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.collector.fleet.CollectorHealth.Standing;
import org.linekeeper.collector.fleet.FleetListener;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.alert.Alerts;
import org.linekeeper.dashboard.alert.Notice;
import org.linekeeper.dashboard.fleet.Census;
import org.linekeeper.dashboard.fleet.Fleet;
import org.linekeeper.dashboard.fleet.Freshness;
import org.linekeeper.dashboard.incident.Report;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.view.IncidentView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that keeps everything up to date: loads the fleet from the database, hears what is
 * new, and tells browsers at most four times a second what changed. When more comes than it takes,
 * it loads the fleet anew. What it gives may be asked for from any thread.
 */
public final class Desk implements FleetListener, AutoCloseable {
    static final long TICK_MS = 250;

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final int MOST_WAITING = 4_096;
    private static final long JUDGE_MS = 1_000;
    private static final long EXPIRE_MS = 5_000;
    private static final long KEEP_MS = 2_000;
    private static final long LOAD_MS = 2_000;
    private static final long CLOSE_MS = 1_000;

    private final Sources sources;
    private final Hearers hearers;
    private final Alerts alerts;
    private final Fleet fleet = new Fleet();
    private final Board board;
    private final BlockingQueue<List<News>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private final Thread keeper;
    private volatile boolean lost = true;
    private volatile boolean over;
    private volatile JsonObject overview;
    private volatile List<Report> open = List.of();
    private volatile Freshness freshness;
    private volatile Census census;
    private long judged;
    private long expired;
    private long tried;
    private int alertsBefore;
    private boolean resumed;
    private Instant loaded = Instant.EPOCH;

    /**
     * Where it all comes from.
     *
     * @param store the history
     * @param incidents where incidents are kept
     * @param kept what else the database keeps
     * @param health how the collector is; empty = there is none
     * @param plugs what can be unplugged
     * @param clock the wall clock
     */
    public record Sources(
            FleetStore store,
            IncidentShelf incidents,
            Kept kept,
            Supplier<Optional<Standing>> health,
            Supplier<List<Drill.Plug>> plugs,
            Supplier<Instant> clock) {}

    /** Something that outlives a restart. */
    public interface Kept {
        /** When the database answers for the first time. */
        void read() throws StoreGone;

        /** Now and then; blocks. What cannot be written now is written later. */
        void write();
    }

    /**
     * Who is told; on the desk's thread, which must not wait.
     *
     * @param updates what browsers are told
     * @param notices when an alert begins or ends
     * @param incidents when one is different
     */
    public record Hearers(
            Updates updates, Consumer<Notice> notices, Consumer<List<Report>> incidents) {}

    /** Not at work yet. */
    public Desk(Sources sources, Alerts alerts, Hearers hearers) {
        this.sources = sources;
        this.alerts = alerts;
        this.hearers = hearers;
        this.board = new Board(fleet, alerts, sources.clock().get());
        publish(List.of());
        this.thread = daemon(this::work, "linekeeper-desk");
        this.keeper = daemon(this::keep, "linekeeper-incidents");
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    public void start() {
        thread.start();
        keeper.start();
    }

    @Override
    public void heard(List<News> news) {
        if (!waiting.offer(news)) {
            lost = true;
        }
    }

    public Fleet fleet() {
        return fleet;
    }

    /** The first page as of the last tick, without the time; not to be changed. */
    public JsonObject overview() {
        return overview;
    }

    /** Incidents that are not over. */
    public List<Report> incidents() {
        return open;
    }

    public Freshness freshness() {
        return freshness;
    }

    public Census census() {
        return census;
    }

    private void work() {
        long next = System.nanoTime();
        while (!over) {
            try {
                loadIfLost();
                long left = next - System.nanoTime();
                List<News> news = waiting.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
                if (news != null) {
                    news.stream().filter(this::isNews).forEach(board::take);
                }
                if (System.nanoTime() - next >= 0) {
                    tick();
                    next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException bug) {
                LOG.error("The dashboard left something out", bug);
            }
        }
    }

    /** What has no number of its own must not undo what was loaded after it was said. */
    private boolean isNews(News news) {
        return news instanceof News.Recorded || !news.received().isBefore(loaded);
    }

    /** What is committed before the fleet is read is in it; what comes later waits meanwhile. */
    private void loadIfLost() {
        long now = System.nanoTime() / 1_000_000;
        if (!lost || (tried != 0 && now - tried < LOAD_MS)) {
            return;
        }
        tried = now;
        lost = false;
        Instant begun = sources.clock().get();
        try {
            sources.store().devices(known -> board.load(known, sources.clock().get()));
            board.loaded(sources.clock().get());
            loaded = begun;
            if (!resumed) {
                sources.incidents().open().forEach(board::resume);
                sources.kept().read();
                resumed = true;
            }
            hearers.updates().reset();
            tried = 0;
        } catch (StoreGone e) {
            lost = true;
            LOG.debug("the fleet is not loaded yet: {}", e.getMessage());
        }
    }

    private void tick() {
        Instant now = sources.clock().get();
        if (now.toEpochMilli() - expired >= EXPIRE_MS) {
            expired = now.toEpochMilli();
            board.expire(now);
        }
        boolean alertsChanged = false;
        if (board.hasIncidents() || now.toEpochMilli() - judged >= JUDGE_MS) {
            judged = now.toEpochMilli();
            List<Notice> told = alerts.take(now, board.judge(now, sources.health().get()));
            told.forEach(hearers.notices());
            int count = alerts.alerts().size();
            alertsChanged = !told.isEmpty() || count != alertsBefore;
            alertsBefore = count;
        }
        JsonObject before = overview;
        List<Report> reports = board.incidents();
        reports.forEach(sources.incidents()::put);
        if (!reports.isEmpty()) {
            hearers.incidents().accept(reports);
        }
        publish(sources.plugs().get());
        tell(now, before, reports, alertsChanged);
    }

    private void publish(List<Drill.Plug> plugs) {
        overview = board.overview(plugs);
        open = board.open();
        freshness = board.freshness();
        census = board.census();
    }

    private void tell(Instant now, JsonObject before, List<Report> reports, boolean alertsChanged) {
        Board.Rows rows = board.rows();
        JsonObject different = new JsonObject();
        for (Map.Entry<String, JsonElement> member : overview.entrySet()) {
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

    private void keep() {
        try {
            while (!over) {
                TimeUnit.MILLISECONDS.sleep(KEEP_MS);
                write();
            }
        } catch (InterruptedException e) {
            // Over.
        }
    }

    /** What waits for the database is written once more, if it is there. */
    @Override
    public void close() {
        over = true;
        thread.interrupt();
        keeper.interrupt();
        try {
            thread.join(CLOSE_MS);
            keeper.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        write();
    }

    /** A document that cannot be kept must not keep all others from it. */
    private void write() {
        try {
            sources.incidents().write();
            sources.kept().write();
        } catch (RuntimeException bug) {
            LOG.error("The dashboard could not keep something", bug);
        }
    }
}
