// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.policy.LineEvent;

/**
 * The lines of the device: starts, changes and stops them. A change that leaves servers and
 * identity alone is taken up by the running line; any other one stops the line and starts it anew,
 * once no call is left on it. Safe for use by several threads.
 */
final class LineSet {
    static final int MOST_LINES = 200;

    /** How long a line may take to say goodbye; silent servers are not waited for. */
    private static final long GOODBYE_MS = 1500;

    private static final long LOOK_MS = 20;

    private final Map<Integer, LineRuntime> lines = new TreeMap<>();
    private final Map<Integer, LineConfig> waiting = new HashMap<>();
    private Surroundings around;
    private boolean open;

    /** Called once, before anything else: lines and surroundings know each other. */
    void attach(Surroundings surroundings) {
        around = surroundings;
    }

    synchronized List<LineRuntime> all() {
        return new ArrayList<>(lines.values());
    }

    synchronized Optional<LineRuntime> find(int number) {
        return Optional.ofNullable(lines.get(number));
    }

    /** Tells an event to every line but one. */
    void tellOthers(LineRuntime but, LineEvent event) {
        all().stream().filter(line -> line != but).forEach(line -> line.post(event));
    }

    void tellAll(LineEvent event) {
        all().forEach(line -> line.post(event));
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
        LineRuntime line = lines.get(config.line());
        if (line == null) {
            start(config);
        } else if (line.config().equals(config)) {
            waiting.remove(config.line());
        } else if (isSoft(line.config(), config)) {
            line.post(new LineEvent.Configured(config));
        } else {
            boolean first = waiting.isEmpty();
            waiting.put(config.line(), config);
            if (first) {
                replaceQuiet();
            }
        }
    }

    private void start(LineConfig config) {
        Optional<LineState> stored =
                around.store()
                        .flatMap(store -> store.load(config.line()))
                        .flatMap(text -> read(text, config));
        LineRuntime line = new LineRuntime(around, config, stored);
        lines.put(config.line(), line);
        line.post(new LineEvent.Started());
    }

    private Optional<LineState> read(String text, LineConfig config) {
        LineConfig seen = around.scale().forPolicy(config);
        return StateText.read(text, seen, around.clock()).filter(LineSet::namesWhatExists);
    }

    /** A stored state may be of other servers. */
    private static boolean namesWhatExists(LineState state) {
        LineConfig config = state.config();
        int proxies = config.outboundProxies().size();
        int servers = config.servers().size();
        return state.targets().keySet().stream()
                .allMatch(
                        ref ->
                                ref.index()
                                        < (ref.layer()
                                                        == org.linekeeper.api.line.ServerRef.Layer
                                                                .PROXY
                                                ? proxies
                                                : servers));
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
        for (LineConfig config : List.copyOf(waiting.values())) {
            LineRuntime line = lines.get(config.line());
            if (LineDesk.isQuiet(line.state().calls().values())) {
                waiting.remove(config.line());
                line.post(new LineEvent.Stopping());
                whenStill(line, GOODBYE_MS, () -> replace(line, config));
            }
        }
        if (!waiting.isEmpty()) {
            around.clock().schedule(scaled(500), () -> around.pool().execute(this::replaceQuiet));
        }
    }

    private synchronized void replace(LineRuntime old, LineConfig config) {
        old.close();
        around.store().ifPresent(store -> store.forget(config.line()));
        start(config);
    }

    /** Runs a task once nothing is under way on a line, or after a while. */
    private void whenStill(LineRuntime line, long leftMs, Runnable task) {
        boolean still = line.state().rounds().isEmpty() && line.state().timers().isEmpty();
        if (still || leftMs <= 0) {
            task.run();
        } else {
            around.clock()
                    .schedule(
                            scaled(LOOK_MS),
                            () ->
                                    around.pool()
                                            .execute(
                                                    () -> whenStill(line, leftMs - LOOK_MS, task)));
        }
    }

    private long scaled(long worldMs) {
        return (long) (worldMs * around.clock().scale());
    }

    /** A line that is configured no longer. */
    synchronized void remove(int number) {
        LineRuntime line = lines.remove(number);
        waiting.remove(number);
        if (line != null) {
            line.post(new LineEvent.Stopping());
            whenStill(line, GOODBYE_MS, line::close);
        }
    }

    /** Stops all lines; gives how many attempts were still open when the time was over. */
    int stopAll() throws InterruptedException {
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
                .mapToInt(
                        line -> {
                            boolean said = line.state().timers().isEmpty();
                            return line.state().rounds().size() + (said ? 0 : 1);
                        })
                .sum();
    }
}
