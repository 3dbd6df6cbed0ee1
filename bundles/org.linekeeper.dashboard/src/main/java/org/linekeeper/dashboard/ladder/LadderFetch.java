// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.incident.LineName;
import org.linekeeper.dashboard.incident.Member;
import org.linekeeper.dashboard.incident.Report;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the ladders of an incident's first phones while they still have them: who looks into it
 * tomorrow finds them. One thread; what is too much is left out.
 */
public final class LadderFetch implements Consumer<List<Report>>, AutoCloseable {
    static final int EACH = 5;

    private static final Logger LOG = LoggerFactory.getLogger(LadderFetch.class);
    private static final int MOST_INCIDENTS = 1_000;
    private static final int MOST_WAITING = 100;

    /** By then it is whole, whatever the two clocks do to each other. */
    private static final Duration WAIT = Trace.TAIL.plusSeconds(1);

    private final Ladders ladders;
    private final Map<String, Set<LineName>> fetched = new LinkedHashMap<>();
    private final ScheduledThreadPoolExecutor worker;

    public LadderFetch(Ladders ladders) {
        this(
                ladders,
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "linekeeper-ladders");
                            thread.setDaemon(true);
                            return thread;
                        },
                        new ThreadPoolExecutor.DiscardPolicy()));
    }

    LadderFetch(Ladders ladders, ScheduledThreadPoolExecutor worker) {
        this.ladders = ladders;
        this.worker = worker;
    }

    /** Incidents that are different; called by one thread, never blocks. */
    @Override
    public void accept(List<Report> reports) {
        for (Report report : reports) {
            Set<LineName> done =
                    fetched.computeIfAbsent(
                            report.incident().id(), incident -> new LinkedHashSet<>());
            report.members().stream()
                    // A ladder is whole some seconds after its line is in service again.
                    .filter(
                            member ->
                                    member.arrival().isPresent()
                                            && member.departure().trace().isPresent())
                    .filter(member -> done.size() < EACH && done.add(member.name()))
                    .filter(member -> worker.getQueue().size() < MOST_WAITING)
                    .forEach(
                            member ->
                                    worker.schedule(
                                            () -> fetch(member),
                                            WAIT.toMillis(),
                                            TimeUnit.MILLISECONDS));
        }
        while (fetched.size() > MOST_INCIDENTS) {
            fetched.remove(fetched.keySet().iterator().next());
        }
    }

    private void fetch(Member member) {
        try {
            ladders.get(
                    member.name().device(),
                    member.departure().trace(),
                    Optional.of(member.name().line()));
        } catch (Ladders.NoLadder | StoreGone e) {
            LOG.debug("no ladder of {}: {}", member.name(), e.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("A ladder could not be fetched", bug);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
