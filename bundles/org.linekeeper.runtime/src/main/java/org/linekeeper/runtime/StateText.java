// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.linekeeper.api.line.Health;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Registration;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.line.Subscription;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.TargetSet;
import org.linekeeper.api.line.Transport;

/**
 * A line's state as text: all but its calls and what is under way. Times are written as what
 * remains of them, with the wall clock beside, so that they can be read under another clock.
 */
final class StateText {
    private static final Gson GSON = new Gson();
    private static final int VERSION = 1;
    private static final long DAY_MS = 86_400_000;

    /** What remains of a time that never was, and of one that never comes. */
    private static final long NEVER_WAS = -1;

    private static final long FOR_EVER = Long.MAX_VALUE;

    private StateText() {}

    /** The form on the disk. */
    private record Stored(
            int v,
            String of,
            long wall,
            long nextId,
            StoredHop current,
            Map<String, StoredSet> targets,
            List<StoredHealth> health,
            List<StoredBinding> bindings,
            List<StoredSubscription> subscriptions,
            Map<String, Long> timers,
            Map<String, String> memory) {}

    private record StoredTarget(String address, int port, String transport, String host) {}

    private record StoredHop(int server, int proxy, StoredTarget target) {}

    private record StoredSet(long leftMs, List<StoredTarget> targets, List<StoredEnd> ends) {}

    /** When the records that led to a target are over. */
    private record StoredEnd(StoredTarget target, long leftMs) {}

    private record StoredHealth(StoredTarget target, String verdict, long leftMs, int failures) {}

    private record StoredBinding(String id, StoredHop hop, String state, long leftMs) {}

    /** Where a subscription stands is not kept: its dialog goes with the process. */
    private record StoredSubscription(String id, String event, String to) {}

    static String write(LineState state, DeviceClock clock) {
        long now = clock.nowMs();
        Map<String, StoredSet> targets = new TreeMap<>();
        state.targets()
                .forEach(
                        (ref, set) ->
                                targets.put(ref.layer() + " " + ref.index(), stored(set, now)));
        List<StoredHealth> health = new ArrayList<>();
        state.health()
                .forEach(
                        (target, h) ->
                                health.add(
                                        new StoredHealth(
                                                stored(target),
                                                h.verdict().name(),
                                                left(h.untilMs(), now),
                                                h.failures())));
        List<StoredBinding> bindings =
                state.registrations().values().stream()
                        .map(
                                b ->
                                        new StoredBinding(
                                                b.id(),
                                                stored(b.hop()),
                                                b.state().name(),
                                                left(b.expiresAtMs(), now)))
                        .toList();
        List<StoredSubscription> subscriptions =
                state.subscriptions().values().stream()
                        .map(s -> new StoredSubscription(s.id(), s.event(), s.to()))
                        .toList();
        Map<String, Long> timers = new TreeMap<>();
        state.timers().forEach((name, at) -> timers.put(name, left(at, now)));
        return GSON.toJson(
                new Stored(
                        VERSION,
                        servers(state.config()),
                        clock.wallAt(now).toEpochMilli(),
                        state.nextId(),
                        state.current().map(StateText::stored).orElse(null),
                        targets,
                        health,
                        bindings,
                        subscriptions,
                        timers,
                        state.memory()));
    }

    private static long left(long atMs, long now) {
        if (atMs == 0) {
            return NEVER_WAS;
        }
        return atMs == Long.MAX_VALUE ? FOR_EVER : Math.max(0, atMs - now);
    }

    /** What targets, bindings and hops of a state belong to. */
    private static String servers(LineConfig config) {
        return Stream.concat(
                        config.servers().stream().map(server -> place("server", server)),
                        config.outboundProxies().stream().map(proxy -> place("proxy", proxy)))
                .collect(Collectors.joining(" ", config.user() + "@" + config.domain() + " ", ""));
    }

    private static String place(String layer, Server server) {
        return layer + "=" + server.address() + ":" + server.port() + "/" + server.transport();
    }

    private static StoredTarget stored(Target target) {
        return new StoredTarget(
                target.address(), target.port(), target.transport().name(), target.host());
    }

    private static StoredSet stored(TargetSet set, long now) {
        List<StoredEnd> ends = new ArrayList<>();
        set.endsAtMs()
                .forEach((target, at) -> ends.add(new StoredEnd(stored(target), left(at, now))));
        return new StoredSet(
                left(set.expiresAtMs(), now),
                set.targets().stream().map(StateText::stored).toList(),
                ends);
    }

    private static StoredHop stored(Hop hop) {
        return new StoredHop(hop.server(), hop.proxy().orElse(-1), stored(hop.target()));
    }

    /**
     * Reads a state back under a configuration; empty if the text is none, or of other servers than
     * the configuration's. What has run out meanwhile has run out; if the wall clock went back, or
     * by more than a day forward, it is not to be trusted and what remained then remains now.
     */
    static Optional<LineState> read(String text, LineConfig config, DeviceClock clock) {
        try {
            Stored stored = GSON.fromJson(text, Stored.class);
            if (stored.v() != VERSION || !stored.of().equals(servers(config))) {
                return Optional.empty();
            }
            long now = clock.nowMs();
            long goneMs = clock.wallAt(now).toEpochMilli() - stored.wall();
            long trusted = goneMs < 0 || goneMs > DAY_MS ? 0 : goneMs;
            long away = (long) (trusted * clock.scale());
            return Optional.of(restore(stored, config, now, away));
        } catch (JsonParseException | IllegalArgumentException | NullPointerException damaged) {
            return Optional.empty();
        }
    }

    private static LineState restore(Stored stored, LineConfig config, long now, long away) {
        return LineState.initial(config)
                .with(
                        draft -> {
                            draft.nowMs(now).nextId(stored.nextId());
                            draft.current(Optional.ofNullable(stored.current()).map(s -> hop(s)));
                            stored.targets()
                                    .forEach(
                                            (key, set) ->
                                                    draft.targets()
                                                            .put(ref(key), set(set, now, away)));
                            for (StoredHealth h : stored.health()) {
                                draft.health()
                                        .put(
                                                target(h.target()),
                                                new Health(
                                                        Health.Verdict.valueOf(h.verdict()),
                                                        at(h.leftMs(), now, away),
                                                        h.failures()));
                            }
                            for (StoredBinding b : stored.bindings()) {
                                Registration.State state = Registration.State.valueOf(b.state());
                                draft.registrations()
                                        .put(
                                                b.id(),
                                                new Registration(
                                                        b.id(),
                                                        hop(b.hop()),
                                                        state,
                                                        at(b.leftMs(), now, away)));
                            }
                            for (StoredSubscription s : orNone(stored.subscriptions())) {
                                draft.subscriptions()
                                        .put(s.id(), Subscription.asked(s.id(), s.event(), s.to()));
                            }
                            stored.timers()
                                    .forEach(
                                            (name, left) ->
                                                    draft.timers().put(name, at(left, now, away)));
                            draft.memory().putAll(stored.memory());
                        });
    }

    private static long at(long leftMs, long now, long away) {
        if (leftMs == NEVER_WAS) {
            return 0;
        }
        return leftMs == FOR_EVER ? Long.MAX_VALUE : now + Math.max(0, leftMs - away);
    }

    private static TargetSet set(StoredSet set, long now, long away) {
        Map<Target, Long> ends = new HashMap<>();
        for (StoredEnd end : orNone(set.ends())) {
            ends.put(target(end.target()), at(end.leftMs(), now, away));
        }
        return new TargetSet(
                set.targets().stream().map(StateText::target).toList(),
                at(set.leftMs(), now, away),
                ends);
    }

    /** A text of before there was such a thing has none. */
    private static <T> List<T> orNone(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static ServerRef ref(String key) {
        int gap = key.indexOf(' ');
        ServerRef.Layer layer = ServerRef.Layer.valueOf(key.substring(0, Math.max(0, gap)));
        return new ServerRef(layer, Integer.parseInt(key.substring(gap + 1)));
    }

    private static Target target(StoredTarget t) {
        return new Target(t.address(), t.port(), Transport.valueOf(t.transport()), t.host());
    }

    private static Hop hop(StoredHop hop) {
        OptionalInt proxy = hop.proxy() < 0 ? OptionalInt.empty() : OptionalInt.of(hop.proxy());
        return new Hop(hop.server(), proxy, target(hop.target()));
    }
}
