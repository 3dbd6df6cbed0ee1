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
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.FleetStore;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.schema.Transition;

/**
 * All phones as they are now: a function of what they said. One thread writes; any may read, and
 * sees each phone whole.
 */
public final class Fleet {
    /** More phones than this are not shown. */
    public static final int MOST_PHONES = 1_000_000;

    private final int most;
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
     * A phone out of the database. What happened while nobody looked is not known: its lease runs
     * from now on, unless its last word was a farewell.
     */
    public void load(FleetStore.Known known, Instant now) {
        PhoneDraft draft = new PhoneDraft(known.device(), now);
        known.seen().ifPresent(draft::alive);
        known.snapshot().ifPresent(snapshot -> draft.snapshot(snapshot, now));
        known.connection().ifPresent(connection -> draft.connection(connection, false));
        known.policy().ifPresent(report -> draft.policy(report.name()));
        put(draft.at(now));
    }

    /** Takes in what a phone said; empty if it is one too many. */
    public Optional<Change> take(News news) {
        Optional<Phone> before = phone(news.device());
        if (before.isEmpty() && phones.size() >= most) {
            return Optional.empty();
        }
        Instant now = news.received();
        PhoneDraft draft =
                before.map(PhoneDraft::new).orElseGet(() -> new PhoneDraft(news.device(), now));
        if (!isKept(news)) {
            draft.alive(now);
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
        Phone after = draft.at(now);
        put(after);
        return Optional.of(new Change(before, after));
    }

    /**
     * Phones whose lease is over since the last time.
     *
     * @param deaf until when nobody could be heard: leases run from then on
     */
    public List<Change> expire(Instant now, Instant deaf) {
        List<Change> gone = new ArrayList<>();
        for (Phone phone : phones.values()) {
            if (phone.state() != PhoneState.UNKNOWN && isOver(phone, now, deaf)) {
                Phone after = new PhoneDraft(phone).at(now);
                put(after);
                gone.add(new Change(Optional.of(phone), after));
            }
        }
        return gone;
    }

    private static boolean isOver(Phone phone, Instant now, Instant deaf) {
        Duration lease = Duration.between(phone.leaseFrom(), phone.leaseUntil());
        return now.isAfter(phone.leaseUntil()) && now.isAfter(deaf.plus(lease));
    }

    private void put(Phone phone) {
        phones.put(phone.name(), phone);
    }

    private static boolean isKept(News news) {
        return news instanceof News.Connected connected && connected.kept()
                || news instanceof News.Showed showed && showed.kept()
                || news instanceof News.Reported reported && reported.kept();
    }
}
