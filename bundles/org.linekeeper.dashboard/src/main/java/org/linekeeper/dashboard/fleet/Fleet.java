// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.fleet;

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
    private Deafness deafness = Deafness.NEVER;
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
        Instant seen = known.seen().orElse(now);
        PhoneDraft draft = draft(known.device(), seen);
        known.seen().ifPresent(draft::alive);
        known.snapshot().ifPresent(snapshot -> draft.snapshot(snapshot, now));
        known.connection().ifPresent(connection -> draft.connection(connection, false));
        known.policy().ifPresent(report -> draft.policy(report.name()));
        put(draft.at(seen, Deafness.NEVER));
    }

    /** All phones are loaded: until now nobody has listened since one of them was heard last. */
    public List<Change> loaded(Instant now) {
        Instant heard =
                phones.values().stream()
                        .flatMap(phone -> phone.seen().stream())
                        .filter(seen -> !seen.isAfter(now))
                        .max(Instant::compareTo)
                        .orElse(now);
        deaf(heard, now);
        return expire(now);
    }

    /** Nobody could be heard. */
    public void deaf(Instant from, Instant until) {
        deafness = new Deafness(from, until);
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
        Phone after = draft.at(now, deafness);
        put(after);
        return Optional.of(new Change(before, after));
    }

    /** Phones whose lease is over since the last time. */
    public List<Change> expire(Instant now) {
        List<Change> gone = new ArrayList<>();
        for (Phone phone : phones.values()) {
            if (phone.state() != PhoneState.UNKNOWN && now.isAfter(phone.leaseEnd(deafness))) {
                Phone after = new PhoneDraft(phone).at(now, deafness);
                put(after);
                gone.add(new Change(Optional.of(phone), after));
            }
        }
        return gone;
    }

    private PhoneDraft draft(DeviceName name, Instant leaseFrom) {
        return phone(name).map(PhoneDraft::new).orElseGet(() -> new PhoneDraft(name, leaseFrom));
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
