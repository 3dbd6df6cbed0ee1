// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Subscription;
import org.linekeeper.api.policy.LineEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of the device: starts, changes and stops them. A change that leaves servers and
 * identity alone is taken up by the running line; any other one stops the line and starts it anew,
 * once no call is left on it. Safe for use by several threads.
 */
final class LineSet {
    static final int MOST_LINES = 200;

    private static final Logger LOG = LoggerFactory.getLogger(LineSet.class);

    /** How long a line may take to say goodbye; silent servers are not waited for. */
    private static final long GOODBYE_MS = 1500;

    private static final long LOOK_MS = 20;
    private static final long CALL_LOOK_MS = 500;

    private final Map<Integer, LineRuntime> lines = new ConcurrentSkipListMap<>();
    private final Map<Integer, LineConfig> waiting = new HashMap<>();

    /** What each line was told last; it may not have taken it up yet. */
    private final Map<Integer, LineConfig> told = new HashMap<>();

    /** Lines of {@link #waiting} that say goodbye. */
    private final Set<Integer> stopping = new HashSet<>();

    private Surroundings around;
    private volatile boolean open;
    private boolean looking;

    /** Called once, before anything else: lines and surroundings know each other. */
    void attach(Surroundings surroundings) {
        around = surroundings;
    }

    /** In the order of their numbers; waits for nobody. */
    List<LineRuntime> all() {
        return new ArrayList<>(lines.values());
    }

    Optional<LineRuntime> find(int number) {
        return Optional.ofNullable(lines.get(number));
    }

    /** Tells an event to every line but one, if it is one for them. */
    void tellOthers(LineRuntime but, LineEvent event) {
        all().stream()
                .filter(line -> line != but && concerns(line, event))
                .forEach(line -> line.post(event));
    }

    /** A target's health is for the lines that have this target. */
    private static boolean concerns(LineRuntime line, LineEvent event) {
        return !(event instanceof LineEvent.HealthObserved observed)
                || line.state().targets().values().stream()
                        .anyMatch(set -> set.targets().contains(observed.target()));
    }

    void tellAll(LineEvent event) {
        all().forEach(line -> line.post(event));
    }

    /** The phone's last call is over. On a line's thread: waits for nobody. */
    void phoneIdle() {
        if (open) {
            tellAll(new LineEvent.PhoneIdle());
        }
    }

    /** Starts these lines and stops all others; from now on changes are taken. */
    synchronized void open(List<LineConfig> configs) {
        open = true;
        List<Integer> wanted = configs.stream().map(LineConfig::line).toList();
        List.copyOf(lines.keySet()).stream()
                .filter(number -> !wanted.contains(number))
                .forEach(this::remove);
        configs.forEach(this::configure);
    }

    /** A line as it is to be from now on; before {@link #open} it does not matter yet. */
    synchronized void configure(LineConfig config) {
        if (!open) {
            return;
        }
        int number = config.line();
        LineRuntime line = lines.get(number);
        if (line == null) {
            start(config, List.of());
        } else if (stopping.contains(number)) {
            // It is on its way out; what comes in its place comes with these settings.
            waiting.put(number, config);
        } else if (isSoft(line.config(), config)) {
            waiting.remove(number);
            if (!config.equals(told.put(number, config))) {
                line.post(new LineEvent.Configured(config));
            }
        } else {
            waiting.put(number, config);
            replaceQuiet();
        }
    }

    private void start(LineConfig config, Collection<Subscription> wanted) {
        LineState state =
                around.store()
                        .flatMap(store -> store.load(config.line()))
                        .flatMap(text -> read(text, config))
                        .orElseGet(() -> afresh(config, wanted));
        LineRuntime line = new LineRuntime(around, config, state);
        lines.put(config.line(), line);
        told.put(config.line(), config);
        line.post(new LineEvent.Started());
    }

    /** A subscription follows the line to its new servers, under the same id. */
    private LineState afresh(LineConfig config, Collection<Subscription> wanted) {
        return LineState.initial(around.scale().forPolicy(config))
                .with(
                        draft ->
                                wanted.forEach(
                                        known ->
                                                draft.subscriptions()
                                                        .put(
                                                                known.id(),
                                                                Subscription.asked(
                                                                        known.id(),
                                                                        known.event(),
                                                                        known.to()))));
    }

    private Optional<LineState> read(String text, LineConfig config) {
        LineConfig seen = around.scale().forPolicy(config);
        Optional<LineState> state =
                StateText.read(text, seen, around.clock()).filter(DecisionCheck::namesWhatExists);
        if (state.isEmpty()) {
            LOG.warn(
                    "line {} starts afresh: what was kept is damaged or of other servers",
                    config.line());
        }
        return state;
    }

    private static boolean isSoft(LineConfig now, LineConfig next) {
        LineConfig same =
                next.with(
                        draft ->
                                draft.label(now.label())
                                        .displayName(now.displayName())
                                        .enabled(now.enabled())
                                        .redundancy(now.redundancy())
                                        .heartbeat(now.heartbeat())
                                        .keepalive(now.keepalive())
                                        .timers(now.timers())
                                        .retrySeconds(now.retrySeconds())
                                        .refresh(now.refresh())
                                        .unavailableCodes(now.unavailableCodes())
                                        .session(now.session())
                                        .unregisterOnExit(now.unregisterOnExit())
                                        .profile(now.profile()));
        return same.equals(now);
    }

    /** Replaces the lines that wait for it and have no call; looks again for the others. */
    private synchronized void replaceQuiet() {
        for (int number : List.copyOf(waiting.keySet())) {
            LineRuntime line = lines.get(number);
            if (!stopping.contains(number) && LineDesk.isQuiet(line.state().calls().values())) {
                stopping.add(number);
                line.post(new LineEvent.Stopping());
                whenStill(line, GOODBYE_MS, () -> replace(line));
            }
        }
        if (!looking && !stopping.containsAll(waiting.keySet())) {
            looking = true;
            around.clock().schedule(scaled(CALL_LOOK_MS), () -> around.pool().execute(this::look));
        }
    }

    private synchronized void look() {
        looking = false;
        replaceQuiet();
    }

    private synchronized void replace(LineRuntime old) {
        int number = old.config().line();
        end(old);
        if (lines.get(number) == old) {
            stopping.remove(number);
            around.store().ifPresent(store -> store.forget(number));
            start(waiting.remove(number), old.subscriptions().wanted());
        }
    }

    private synchronized void end(LineRuntime old) {
        old.close();
        if (!lines.containsKey(old.config().line())) {
            around.store().ifPresent(store -> store.forget(old.config().line()));
        }
    }

    /** Runs a task once nothing is under way on a line, or after a while. */
    private void whenStill(LineRuntime line, long leftMs, Runnable task) {
        if (line.isStill() || leftMs <= 0) {
            task.run();
            return;
        }
        Runnable again = () -> whenStill(line, leftMs - LOOK_MS, task);
        around.clock().schedule(scaled(LOOK_MS), () -> around.pool().execute(again));
    }

    private long scaled(long worldMs) {
        return (long) (worldMs * around.clock().scale());
    }

    /** A line that is configured no longer. */
    synchronized void remove(int number) {
        LineRuntime line = lines.remove(number);
        waiting.remove(number);
        boolean leaves = stopping.remove(number);
        if (line != null && !leaves) {
            line.post(new LineEvent.Stopping());
            whenStill(line, GOODBYE_MS, () -> end(line));
        }
    }

    /** Takes all lines off the network for good, without a word. */
    void closeAll() {
        synchronized (this) {
            open = false;
            waiting.clear();
        }
        all().forEach(LineRuntime::close);
    }

    /** Stops all lines for good; gives how many attempts were still open at the end of the time. */
    int stopAll() throws InterruptedException {
        synchronized (this) {
            open = false;
            waiting.clear();
        }
        List<LineRuntime> all = all();
        all.forEach(line -> line.post(new LineEvent.Stopping()));
        long end = System.nanoTime() + GOODBYE_MS * 1_000_000;
        while (unfinished(all) > 0 && System.nanoTime() < end) {
            Thread.sleep(LOOK_MS);
        }
        int left = unfinished(all);
        all.forEach(LineRuntime::close);
        return left;
    }

    private static int unfinished(List<LineRuntime> lines) {
        return lines.stream()
                .filter(line -> !line.isStill())
                .mapToInt(line -> Math.max(1, line.state().rounds().size()))
                .sum();
    }
}
