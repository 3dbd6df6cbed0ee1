// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that keep everything up to date: one loads the fleet from the database, hears what is
 * new, and tells browsers at most four times a second what changed; when more comes than it takes,
 * it loads the fleet anew. Another writes what is to be kept, and looks whether the first one gets
 * anywhere: if it has not for 15 s, all that is asked here is blind. What it gives may be asked for
 * from any thread.
 */
public final class Desk implements FleetListener, AutoCloseable {
    /** A database takes up to 10 s to say that it is away. */
    static final long AWAY_MS = 15_000;

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final long KEEP_MS = 2_000;
    private static final long CLOSE_MS = 1_000;
    private static final long COMPLAIN_MS = 60_000;

    private final Sources sources;
    private final Hearers hearers;
    private final Clerk clerk;
    private final Rhythm complaints;
    private final Thread thread;
    private final Thread keeper;
    private volatile boolean over;
    private boolean toldAway;

    /**
     * Where it all comes from.
     *
     * @param store the history
     * @param incidents where incidents are kept
     * @param kept what else the database keeps
     * @param health how the collector is
     * @param plugs what can be unplugged
     * @param clock the wall clock
     * @param ms milliseconds of a clock that nobody sets
     */
    public record Sources(
            FleetStore store,
            IncidentShelf incidents,
            Kept kept,
            Supplier<Standing> health,
            Supplier<List<Drill.Plug>> plugs,
            Supplier<Instant> clock,
            LongSupplier ms) {}

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
        this.hearers = hearers;
        this.clerk = new Clerk(sources, alerts, hearers);
        this.complaints = new Rhythm(COMPLAIN_MS, ms());
        this.thread = daemon(this::work, "linekeeper-desk");
        this.keeper = daemon(this::keep, "linekeeper-incidents");
    }

    private long ms() {
        return sources.ms().getAsLong();
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
        clerk.hear(news);
    }

    public Fleet fleet() {
        return clerk.fleet();
    }

    /** The first page as of the last tick, without the time; not to be changed. */
    public JsonObject overview() {
        return page().overview();
    }

    /** Incidents that are not over. */
    public List<Report> incidents() {
        return page().open();
    }

    public Freshness freshness() {
        return page().freshness();
    }

    public Census census() {
        return page().census();
    }

    private Page page() {
        Page last = clerk.page();
        return isAway() ? last.unattended() : last;
    }

    private boolean isAway() {
        return ms() - clerk.beatMs() > AWAY_MS;
    }

    /** Ends when it is told to, and for nothing else. */
    private void work() {
        while (!over) {
            try {
                clerk.step();
            } catch (InterruptedException e) {
                LOG.debug("interrupted, over: {}", over);
            } catch (Throwable bug) {
                clerk.lose();
                complain(bug);
            }
        }
    }

    /** What happens again and again is not said again and again. */
    private synchronized void complain(Throwable bug) {
        try {
            if (complaints.isDue(ms())) {
                LOG.error("The dashboard left something out", bug);
            }
        } catch (OutOfMemoryError e) {
            // There is no room to say so either; the work goes on.
        }
    }

    private void keep() {
        while (!over) {
            try {
                TimeUnit.MILLISECONDS.sleep(KEEP_MS);
                watch();
                write();
            } catch (InterruptedException e) {
                LOG.debug("interrupted, over: {}", over);
            } catch (Throwable bug) {
                complain(bug);
            }
        }
    }

    /** Who looks is told by this thread when the other one is away, and that it is back. */
    private void watch() {
        boolean away = isAway();
        if (away != toldAway) {
            toldAway = away;
            LOG.warn(away ? "The dashboard's desk does not get on." : "The desk gets on again.");
            hearers.updates()
                    .tell(
                            Json.object()
                                    .put("t", sources.clock().get())
                                    .put("overview", page().belief())
                                    .put("phones", new JsonArray())
                                    .put("more", 0)
                                    .put("incidents", new JsonArray())
                                    .put("alerts", false)
                                    .done());
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
