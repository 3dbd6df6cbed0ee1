// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.schema.Ack;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Entry;
import org.linekeeper.schema.Gap;
import org.linekeeper.schema.Snapshot;
import org.linekeeper.schema.Topic;
import org.linekeeper.schema.Transition;

/** Messages that go into one commit. Nothing of it counts before that. */
final class Round {
    /** Why a device has no more of these: another history than this one has confirmed them. */
    private static final String ELSEWHERE = "trimmed";

    private final Store store;
    private final Lanes lanes;
    private final Devices.Round devices;
    private final Limits limits;
    private final Told toldBefore;
    private final Instant began;
    private final Bulletin bulletin;
    private final Map<Lane.Key, Lane> touched = new HashMap<>();
    private final Map<Lane.Key, Long> before = new HashMap<>();
    private final Map<Lane.Key, Ack> acks = new LinkedHashMap<>();
    private final Map<Lane.Key, Long> told = new HashMap<>();
    private final Map<Drop, Long> drops = new EnumMap<>(Drop.class);
    private final Map<Drop, Refusal> refusals = new EnumMap<>(Drop.class);
    private final Map<Topic.OfDevice, Gap> elsewhere = new LinkedHashMap<>();
    private long stored;

    private record Refusal(String topic, String reason) {}

    /**
     * Begins one.
     *
     * @param toldBefore what listeners know
     * @param began since when there are any: what is older in the database is no news
     */
    Round(Store store, Memory memory, Limits limits, Instant now, Told toldBefore, Instant began) {
        this.store = store;
        this.lanes = memory.lanes();
        this.devices = memory.devices().round(store, now.toEpochMilli());
        this.limits = limits;
        this.toldBefore = toldBefore;
        this.began = began;
        this.bulletin = new Bulletin(now);
    }

    void apply(Message message) throws SQLException {
        if (message instanceof Message.Events events) {
            events(events);
        } else if (message instanceof Message.Birth birth) {
            birth(birth);
        } else if (message instanceof Message.State state) {
            state(state);
        } else if (message instanceof Message.Policy policy) {
            policy(policy);
        } else {
            devices.find(message.from().tenant(), message.from().device(), !message.retained());
        }
    }

    private void events(Message.Events events) throws SQLException {
        Lane.Key key =
                new Lane.Key(events.from().tenant(), events.from().device(), events.batch().ep());
        Optional<Lane> found = lane(key, events);
        if (found.isEmpty()) {
            return;
        }
        Lane lane = found.get();
        if (events.batch().entries().get(0).first() > lane.last() + 1) {
            catchUp(key, lane);
        }
        tellOthers(key, lane, events);
        for (Entry entry : events.batch().entries()) {
            if (lane.has(entry)) {
                drop(Drop.DUPLICATE);
            } else if (lane.isNext(entry)) {
                for (Entry each : lane.take(entry)) {
                    store.add(lane.device(), lane.ep(), each);
                    stored++;
                    bulletin.recorded(events, each);
                    if (each instanceof Gap gap && gap.why().equals(ELSEWHERE)) {
                        elsewhere.putIfAbsent(events.from(), gap);
                    }
                }
            } else if (entry.first() - lane.last() > limits.ahead() || isFull(lane)) {
                drop(Drop.AHEAD);
            } else {
                lane.hold(entry);
            }
        }
        told.put(key, lane.last());
        // Also when nothing was new: the device then has not heard of it, or has left something
        // out.
        if (!events.retained()) {
            acks.put(key, new Ack(lane.ep(), lane.last()));
        }
    }

    /** What is missing before these, another collector may have written. */
    private void catchUp(Lane.Key key, Lane lane) throws SQLException {
        long reached = store.progress(lane.device(), lane.ep()).orElse(0);
        if (reached > before.get(key) && lane.last() == before.get(key)) {
            lane.reach(reached);
            before.put(key, reached);
        }
    }

    /**
     * Of what another collector has written, or this one in a commit that seemed to fail, the last
     * {@link Limits#ahead}.
     */
    private void tellOthers(Lane.Key key, Lane lane, Message.Events events) throws SQLException {
        long known = told.getOrDefault(key, toldBefore.last(key));
        long after = Math.max(known, lane.last() - limits.ahead());
        if (after < lane.last()) {
            store.recorded(lane.device(), lane.ep(), after, lane.last(), began)
                    .forEach(row -> bulletin.recorded(events, row));
        }
    }

    private boolean isFull(Lane lane) {
        return lanes.held() + lane.held() >= limits.heldEntries();
    }

    /** The lane to work on; empty = there are too many. */
    private Optional<Lane> lane(Lane.Key key, Message.Events events) throws SQLException {
        Lane known = touched.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        OptionalLong device = device(events);
        if (device.isEmpty()) {
            return Optional.empty();
        }
        Optional<Lane> lane = lanes.find(key).map(Lane::copy);
        if (lane.isEmpty()) {
            lane = lane(key, device.getAsLong(), events);
        }
        lane.ifPresent(
                found -> {
                    touched.put(key, found);
                    before.put(key, found.last());
                });
        return lane;
    }

    private Optional<Lane> lane(Lane.Key key, long device, Message.Events events)
            throws SQLException {
        OptionalLong progress = store.progress(device, key.ep());
        if (progress.isPresent()) {
            return Optional.of(new Lane(device, key.ep(), progress.getAsLong()));
        }
        if (store.epochs(device) >= limits.epochs()) {
            refuse(
                    Drop.EPOCHS,
                    events,
                    "the device has begun " + limits.epochs() + " epochs, and no more are taken.");
            return Optional.empty();
        }
        store.begin(device, key.ep(), at(events.batch().entries().get(0)));
        return Optional.of(new Lane(device, key.ep(), 0));
    }

    private static Instant at(Entry entry) {
        return entry instanceof Transition transition ? transition.at() : ((Gap) entry).at();
    }

    private void birth(Message.Birth birth) throws SQLException {
        Connection connection = birth.connection();
        OptionalLong device = device(birth);
        if (device.isEmpty()) {
            return;
        }
        Optional<Store.Latest> known = store.latest(device.getAsLong(), "conn");
        boolean otherSession =
                known.isPresent() && !known.get().session().equals(connection.session());
        if (!connection.online() && otherSession) {
            drop(Drop.STALE);
            return;
        }
        latest(
                birth,
                device.getAsLong(),
                "conn",
                new Store.Latest(connection.ep(), connection.seq(), connection.session()),
                connection.write());
        bulletin.connected(birth);
        if (connection.online() && !birth.retained()) {
            // A device that begins asks where; it may be that nobody ever told it.
            Lane.Key key =
                    new Lane.Key(birth.from().tenant(), birth.from().device(), connection.ep());
            acks.put(key, new Ack(connection.ep(), last(key, device.getAsLong())));
            // Its own word on where its numbers stand, whatever rubbish came before.
            store.takeBack(device.getAsLong(), "state", connection.ep(), connection.seq());
        }
    }

    private long last(Lane.Key key, long device) throws SQLException {
        Optional<Lane> lane = Optional.ofNullable(touched.get(key)).or(() -> lanes.find(key));
        return lane.isPresent() ? lane.get().last() : store.progress(device, key.ep()).orElse(0);
    }

    private void state(Message.State state) throws SQLException {
        Snapshot snapshot = state.snapshot();
        OptionalLong device = device(state);
        if (device.isEmpty()) {
            return;
        }
        Optional<Store.Latest> known = store.latest(device.getAsLong(), "state");
        if (known.isPresent()
                && known.get().ep() == snapshot.ep()
                && known.get().seq() > snapshot.seq()) {
            drop(Drop.STALE);
            return;
        }
        latest(
                state,
                device.getAsLong(),
                "state",
                new Store.Latest(snapshot.ep(), snapshot.seq(), ""),
                snapshot.write());
        bulletin.showed(state);
    }

    private void policy(Message.Policy policy) throws SQLException {
        OptionalLong device = device(policy);
        if (device.isPresent()) {
            Store.Latest nowhere = new Store.Latest(0, 0, "");
            String text = policy.report().write();
            latest(policy, device.getAsLong(), "policy", nowhere, text);
            bulletin.reported(policy);
        }
    }

    /** What the broker had kept and is known came when it came first. */
    private void latest(Message of, long device, String kind, Store.Latest where, String text)
            throws SQLException {
        if (!of.retained() || !store.isLatest(device, kind, text)) {
            store.latest(device, kind, where, text);
        }
    }

    /** Its number in the database; empty = there are too many. */
    private OptionalLong device(Message of) throws SQLException {
        OptionalLong found =
                devices.findOrAdd(of.from().tenant(), of.from().device(), !of.retained());
        if (found.isEmpty()) {
            refuse(
                    Drop.DEVICES,
                    of,
                    "there are " + limits.devices() + " devices, and no more are taken.");
        }
        return found;
    }

    private void drop(Drop why) {
        drops.merge(why, 1L, Long::sum);
    }

    /** Drops it in a way that somebody should know of. */
    private void refuse(Drop why, Message of, String reason) {
        drop(why);
        refusals.putIfAbsent(why, new Refusal(of.from().text(), reason));
    }

    /** What devices are to be told after the commit. */
    Map<Lane.Key, Ack> acks() {
        return acks;
    }

    /** What those who listen are to be told after the commit. */
    List<News> news() {
        return bulletin.with(devices.signs());
    }

    /** After this it counts. */
    void commit(Counts counts, Warnings warnings) throws SQLException {
        for (Map.Entry<Lane.Key, Lane> each : touched.entrySet()) {
            long from = before.get(each.getKey());
            Lane lane = each.getValue();
            if (lane.last() > from) {
                store.advance(lane.device(), lane.ep(), from, lane.last());
            }
        }
        store.commit();
        lanes.keep(touched);
        devices.committed();
        toldBefore.keep(told);
        counts.committed(stored);
        drops.forEach(counts::drop);
        refusals.forEach((why, what) -> warnings.leftOut(why, what.topic(), what.reason()));
        elsewhere.forEach(warnings::elsewhere);
    }
}
