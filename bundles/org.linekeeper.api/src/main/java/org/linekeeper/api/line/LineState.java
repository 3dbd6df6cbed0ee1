// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Everything that is known of a line at one moment. A policy gets one and gives the next; the
 * runtime owns it between two events. Immutable, made of types of this package only, so that it
 * outlives the bundle that made it. All times are milliseconds on the runtime's clock.
 */
public final class LineState {
    private final Draft values;

    private LineState(Draft values) {
        this.values = values;
    }

    /** A line that has just been configured. */
    public static LineState initial(LineConfig config) {
        Draft draft = new Draft();
        draft.config = Objects.requireNonNull(config);
        return new LineState(draft);
    }

    /** A copy, changed by {@code changes}. */
    public LineState with(Consumer<Draft> changes) {
        Draft draft = values.copy();
        changes.accept(draft);
        return new LineState(draft.copy());
    }

    public LineConfig config() {
        return values.config;
    }

    /** The next number for a round, an attempt or a registration; grows by use. */
    public long nextId() {
        return values.nextId;
    }

    /** The runtime's clock at the event being decided. Ticks while the device runs. */
    public long nowMs() {
        return values.nowMs;
    }

    /** The state that the fleet sees. */
    public Status status() {
        return values.status;
    }

    /** When {@link #status} or {@link #current} last changed. */
    public long sinceMs() {
        return values.sinceMs;
    }

    /** Why it is so. */
    public Why why() {
        return values.why;
    }

    /** Where new requests go; empty before the first registration. */
    public Optional<Hop> current() {
        return values.current;
    }

    /** Targets of each server and proxy that has been located. */
    public Map<ServerRef, TargetSet> targets() {
        return Collections.unmodifiableMap(values.targets);
    }

    /** Targets of which something is known. */
    public Map<Target, Health> health() {
        return Collections.unmodifiableMap(values.health);
    }

    /** Bindings by id. */
    public Map<String, Registration> registrations() {
        return Collections.unmodifiableMap(values.registrations);
    }

    /** Calls by id, until nothing more is to happen on the wire. */
    public Map<String, Call> calls() {
        return Collections.unmodifiableMap(values.calls);
    }

    /** How far calls that have a plan of their own have come, by the call's id. */
    public Map<String, Hunt> hunts() {
        return Collections.unmodifiableMap(values.hunts);
    }

    /** Subscriptions by id, until they are ended for good. */
    public Map<String, Subscription> subscriptions() {
        return Collections.unmodifiableMap(values.subscriptions);
    }

    /** Whether another line of the phone has a call; kept by the runtime. */
    public boolean busyElsewhere() {
        return values.busyElsewhere;
    }

    /** Requests under way by id. */
    public Map<Long, Round> rounds() {
        return Collections.unmodifiableMap(values.rounds);
    }

    /** The round that an attempt belongs to; empty = it is over. */
    public Optional<Round> roundOf(long attempt) {
        OptionalLong wanted = OptionalLong.of(attempt);
        return values.rounds.values().stream()
                .filter(round -> round.attempt().equals(wanted))
                .findFirst();
    }

    /** Running timers and their deadlines on the runtime's clock. */
    public Map<String, Long> timers() {
        return Collections.unmodifiableMap(values.timers);
    }

    /** What a policy wants to keep, under a prefix of its own. */
    public Map<String, String> memory() {
        return Collections.unmodifiableMap(values.memory);
    }

    /** The hops that are known, in configured order: what a line's position counts. */
    public List<Hop> hops() {
        return config().layerRefs().stream()
                .filter(values.targets::containsKey)
                .flatMap(
                        ref ->
                                values.targets.get(ref).targets().stream()
                                        .map(target -> Hop.to(ref, target)))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LineState state && values.key().equals(state.values.key());
    }

    @Override
    public int hashCode() {
        return values.key().hashCode();
    }

    @Override
    public String toString() {
        return values.key().toString();
    }

    /** The changeable form of a state; each setter returns the draft, maps are changed in place. */
    public static final class Draft {
        private LineConfig config;
        private long nextId = 1;
        private long nowMs = 0;
        private Status status = Status.REGISTERING;
        private long sinceMs = 0;
        private Why why = Why.STARTED;
        private Optional<Hop> current = Optional.empty();
        private Map<ServerRef, TargetSet> targets = Map.of();
        private Map<Target, Health> health = Map.of();
        private Map<String, Registration> registrations = Map.of();
        private Map<String, Call> calls = Map.of();
        private Map<String, Hunt> hunts = Map.of();
        private Map<String, Subscription> subscriptions = Map.of();
        private boolean busyElsewhere = false;
        private Map<Long, Round> rounds = Map.of();
        private Map<String, Long> timers = Map.of();
        private Map<String, String> memory = Map.of();

        private Draft() {}

        public Draft config(LineConfig value) {
            config = Objects.requireNonNull(value);
            return this;
        }

        public Draft nextId(long value) {
            nextId = value;
            return this;
        }

        public Draft nowMs(long value) {
            nowMs = value;
            return this;
        }

        public Draft status(Status value) {
            status = Objects.requireNonNull(value);
            return this;
        }

        public Draft sinceMs(long value) {
            sinceMs = value;
            return this;
        }

        public Draft why(Why value) {
            why = Objects.requireNonNull(value);
            return this;
        }

        public Draft current(Optional<Hop> value) {
            current = Objects.requireNonNull(value);
            return this;
        }

        public Map<ServerRef, TargetSet> targets() {
            targets = changeable(targets);
            return targets;
        }

        public Map<Target, Health> health() {
            health = changeable(health);
            return health;
        }

        public Map<String, Registration> registrations() {
            registrations = changeable(registrations);
            return registrations;
        }

        public Map<String, Call> calls() {
            calls = changeable(calls);
            return calls;
        }

        public Map<String, Hunt> hunts() {
            hunts = changeable(hunts);
            return hunts;
        }

        public Map<String, Subscription> subscriptions() {
            subscriptions = changeable(subscriptions);
            return subscriptions;
        }

        public Draft busyElsewhere(boolean value) {
            busyElsewhere = value;
            return this;
        }

        public Map<Long, Round> rounds() {
            rounds = changeable(rounds);
            return rounds;
        }

        public Map<String, Long> timers() {
            timers = changeable(timers);
            return timers;
        }

        public Map<String, String> memory() {
            memory = changeable(memory);
            return memory;
        }

        /** Copies a map on its first use, so that a state never sees a draft's change. */
        private static <K, V> Map<K, V> changeable(Map<K, V> map) {
            return map instanceof Changeable<K, V> ? map : new Changeable<>(map);
        }

        private Draft copy() {
            Draft copy = new Draft();
            copy.config = config;
            copy.nextId = nextId;
            copy.nowMs = nowMs;
            copy.status = status;
            copy.sinceMs = sinceMs;
            copy.why = why;
            copy.current = current;
            copy.targets = sealed(targets);
            copy.health = sealed(health);
            copy.registrations = sealed(registrations);
            copy.calls = sealed(calls);
            copy.hunts = sealed(hunts);
            copy.subscriptions = sealed(subscriptions);
            copy.busyElsewhere = busyElsewhere;
            copy.rounds = sealed(rounds);
            copy.timers = sealed(timers);
            copy.memory = sealed(memory);
            return copy;
        }

        private static <K, V> Map<K, V> sealed(Map<K, V> map) {
            return map instanceof Changeable<K, V>
                    ? Collections.unmodifiableMap(new LinkedHashMap<>(map))
                    : map;
        }

        private List<Object> key() {
            return List.of(
                    config,
                    nextId,
                    nowMs,
                    status,
                    sinceMs,
                    why,
                    current,
                    targets,
                    health,
                    registrations,
                    calls,
                    hunts,
                    subscriptions,
                    busyElsewhere,
                    rounds,
                    timers,
                    memory);
        }
    }

    /** Marks a map that a draft may change. */
    private static final class Changeable<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        Changeable(Map<K, V> map) {
            super(map);
        }
    }
}
