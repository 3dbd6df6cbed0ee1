// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.dashboard.fleet.Told.A;
import static org.linekeeper.dashboard.fleet.Told.B;
import static org.linekeeper.dashboard.fleet.Told.START;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.dashboard.fleet.Change;
import org.linekeeper.dashboard.fleet.Fleet;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.dashboard.fleet.When;
import org.linekeeper.schema.Transition;

/** Phones that say something, and what is seen of it. */
abstract class IncidentsScene {
    final Fleet fleet = new Fleet();
    final Incidents incidents = new Incidents();
    Instant heard = START;

    void take(News news) {
        Change change = fleet.take(news).orElseThrow();
        heard = news.received();
        if (news instanceof News.Recorded told && told.entry() instanceof Transition moved) {
            incidents.moved(
                    new LineName(told.device(), moved.line()),
                    told.epoch(),
                    moved,
                    When.of(moved, told.received()),
                    told.received(),
                    change.after().calls());
        } else if (news instanceof News.Recorded) {
            incidents.gap(change.after());
        } else {
            incidents.seen(change.after(), news.received());
        }
    }

    List<Told> phones(int count) {
        List<Told> phones = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Told phone = Told.by("x" + i);
            phone.settled().forEach(this::take);
            phones.add(phone);
        }
        return phones;
    }

    void leaves(Told phone, long ms) {
        take(phone.atMs(ms).moves("on_primary", "switching", "no_answer", B));
    }

    void arrives(Told phone, long ms) {
        take(phone.atMs(ms).moves("switching", "on_backup", "registered", B));
    }

    void returns(Told phone, long ms) {
        take(phone.atMs(ms).moves("on_backup", "on_primary", "returned", A));
    }

    /** Those that there are as soon as what was heard last has been judged. */
    List<Report> open() {
        incidents.tick(heard);
        return incidents.open();
    }

    Incident only() {
        assertThat(open()).hasSize(1);
        return incidents.open().get(0).incident();
    }
}
