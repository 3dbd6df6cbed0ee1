// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Transition;

/**
 * All phones as they are now: a function of what they said. One thread writes; any may read, and
 * sees each phone whole.
 */
public final class Fleet {
    /** More phones than this are not shown. */
    public static final int MOST_PHONES = 1_000_000;

    private final int most;
    private long listenedMs;
    private final ConcurrentNavigableMap<DeviceName, Phone> phones = new ConcurrentSkipListMap<>();

    public Fleet() {
        this(MOST_PHONES);
    }

    Fleet(int most) {
        this.most = most;
    }

    /** By name. */
    public Collection<Phone> phones() {
        return phones.values();
    }

    public Optional<Phone> phone(DeviceName name) {
        return Optional.ofNullable(phones.get(name));
    }

    public int size() {
        return phones.size();
    }

    /**
     * A phone out of the database. One that is known stays what it is, as far as the database does
     * not know better.
     */
    public void load(FleetStore.Known known, Instant now) {
        boolean isNew = phone(known.device()).isEmpty();
        Instant seen = known.seen().orElse(now);
        PhoneDraft draft = draft(known.device(), seen);
        known.seen().ifPresent(at -> draft.alive(at, listenedMs));
        known.snapshot().ifPresent(snapshot -> draft.snapshot(snapshot, now));
        known.connection().ifPresent(draft::known);
        known.policy().ifPresent(report -> draft.policy(report.name()));
        put(draft.at(isNew ? seen : now, listenedMs));
    }

    /**
     * All phones are loaded for the first time: nobody has listened between the last word of any
     * phone before this process began and its beginning. What was over before is over since then.
     *
     * @param began when this process began to listen
     */
    public List<Change> begin(Instant began, Instant now) {
        Instant stopped = seenBefore(began).max(Instant::compareTo).orElse(began);
        for (Phone phone : phones.values()) {
            phone.seen()
                    .filter(began::isAfter)
                    .ifPresent(seen -> put(silentSince(phone, seen, stopped)));
        }
        return expire(now);
    }

    private Stream<Instant> seenBefore(Instant time) {
        return phones.values().stream()
                .flatMap(phone -> phone.seen().stream())
                .filter(time::isAfter);
    }

    private Phone silentSince(Phone phone, Instant seen, Instant stopped) {
        long silentMs = Duration.between(seen, stopped).toMillis();
        return new PhoneDraft(phone)
                .silentFor(listenedMs, silentMs)
                .at(phone.leaseUntil(), listenedMs);
    }

    /** Somebody could hear phones for so much longer; only then leases go on. */
    public void listened(Duration more) {
        listenedMs += more.toMillis();
    }

    /** Takes in what a phone said; empty if it is one too many. */
    public Optional<Change> take(News news) {
        Optional<Phone> before = phone(news.device());
        if (before.isEmpty() && phones.size() >= most) {
            return Optional.empty();
        }
        Instant now = news.received();
        PhoneDraft draft = draft(news.device(), now);
        if (isSignOfLife(news)) {
            draft.alive(now, listenedMs);
        }
        if (news instanceof News.Connected said) {
            draft.connection(said.connection(), !said.kept());
        } else if (news instanceof News.Showed said) {
            draft.snapshot(said.snapshot(), now);
        } else if (news instanceof News.Reported said) {
            draft.policy(said.report().name());
        } else if (news instanceof News.Recorded said
                && said.entry() instanceof Transition transition) {
            draft.transition(said.epoch(), transition, When.of(transition, now));
        }
        Phone after = draft.at(now, listenedMs);
        put(after);
        return Optional.of(new Change(before, after));
    }

    /** Phones whose lease is over since the last time. */
    public List<Change> expire(Instant now) {
        List<Change> gone = new ArrayList<>();
        for (Phone phone : phones.values()) {
            if (phone.state() != PhoneState.UNKNOWN && phone.isSilent(listenedMs)) {
                Phone after = new PhoneDraft(phone).at(now, listenedMs);
                put(after);
                gone.add(new Change(Optional.of(phone), after));
            }
        }
        return gone;
    }

    private PhoneDraft draft(DeviceName name, Instant leaseFrom) {
        return phone(name)
                .map(PhoneDraft::new)
                .orElseGet(() -> new PhoneDraft(name, leaseFrom, listenedMs));
    }

    private void put(Phone phone) {
        phones.put(phone.name(), phone);
    }

    /** Not what the broker had kept, and not what it says of one that has gone. */
    private static boolean isSignOfLife(News news) {
        if (news instanceof News.Connected said) {
            return !said.kept() && !said.connection().why().equals(Connection.WILL);
        }
        return !(news instanceof News.Showed showed && showed.kept())
                && !(news instanceof News.Reported reported && reported.kept());
    }
}
