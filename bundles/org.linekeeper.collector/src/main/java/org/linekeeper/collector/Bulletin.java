// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.schema.Entry;

/** What one commit is going to tell those who listen. One thread. */
final class Bulletin {
    private final Instant now;
    private final List<News> news = new ArrayList<>();
    private final Set<DeviceName> alive = new HashSet<>();

    Bulletin(Instant now) {
        this.now = now;
    }

    void connected(Message.Birth birth) {
        said(birth);
        news.add(new News.Connected(birth.name(), birth.connection(), now, birth.retained()));
    }

    void showed(Message.State state) {
        said(state);
        news.add(new News.Showed(state.name(), state.snapshot(), now, state.retained()));
    }

    void reported(Message.Policy policy) {
        said(policy);
        news.add(new News.Reported(policy.name(), policy.report(), now, policy.retained()));
    }

    private void said(Message message) {
        if (!message.retained()) {
            alive.add(message.name());
        }
    }

    void recorded(Message.Events from, Entry entry) {
        said(from);
        news.add(new News.Recorded(from.name(), from.batch().ep(), entry, now));
    }

    /** It was in the database when these came. */
    void recorded(Message.Events from, HistoryEntry row) {
        said(from);
        news.add(new News.Recorded(row.device(), row.epoch(), row.entry(), row.received()));
    }

    /** All of it, and of the devices that gave a sign of life and nothing else, that. */
    List<News> with(Collection<DeviceName> signs) {
        signs.stream()
                .filter(alive::add)
                .forEach(device -> news.add(new News.Stirred(device, now)));
        return news;
    }
}
