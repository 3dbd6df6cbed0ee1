// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.linekeeper.mqtt.kit.Incoming;
import org.linekeeper.schema.Ack;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Topic.Channel;
import org.linekeeper.schema.Transition;
import org.linekeeper.telemetry.mqtt.journal.Item;
import org.linekeeper.telemetry.mqtt.journal.Mark;

/** An uplink between a journal and a broker that a test speaks for. */
abstract class UplinkScene {
    final List<Item> journal = new ArrayList<>();
    final Topics topics = new Topics("t", "d");
    final Uplink uplink =
            new Uplink(topics, new Kept(), new Told(), new Random(7), ms -> Instant.EPOCH);
    final List<Action.Publish> published = new ArrayList<>();
    final List<Action> last = new ArrayList<>();
    Mark acked = Mark.START;
    long now;
    long link;

    /** A journal of one epoch. */
    final class Kept implements Backlog {
        @Override
        public List<Item> pending(Mark from, int most) {
            return journal.stream()
                    .filter(item -> item.last() > from.seq() && item.last() > acked.seq())
                    .limit(most)
                    .toList();
        }

        @Override
        public boolean ack(Mark mark) {
            boolean news = mark.epoch() == 3 && mark.seq() > acked.seq();
            acked = news ? mark : acked;
            return news;
        }

        @Override
        public Mark acked() {
            return acked;
        }
    }

    /** Facts that never change. */
    static final class Told implements Facts {
        @Override
        public Connection birth(String session, boolean first) {
            return new Connection(
                    true,
                    first ? "started" : "reconnected",
                    session,
                    1,
                    3,
                    0,
                    "fw",
                    "lk",
                    Optional.empty(),
                    Duration.ofSeconds(900));
        }

        @Override
        public String state() {
            return "state";
        }

        @Override
        public String metrics() {
            return "metrics";
        }

        @Override
        public Optional<String> policy() {
            return Optional.of("policy");
        }
    }

    void on(Event event) {
        last.clear();
        last.addAll(uplink.on(event, now));
        for (Action action : last) {
            if (action instanceof Action.Publish publish) {
                published.add(publish);
            } else if (action instanceof Action.Dial dial) {
                link = dial.link();
            }
        }
    }

    void connect() {
        connect(16);
    }

    void connect(int window) {
        now = Math.max(now, uplink.wakeAtMs());
        on(new Event.Tick());
        on(new Event.Up(link, window));
        assertThat(last).containsExactly(new Action.Subscribe(link, topics.filters()));
        on(new Event.Subscribed(link, true));
    }

    /** The broker takes everything that is on its way, until nothing more comes. */
    void takeAll() {
        for (int i = 0; i < published.size(); i++) {
            Action.Publish each = published.get(i);
            if (each.token() > 0) {
                on(new Event.Published(each.link(), each.token(), true));
            }
        }
    }

    void grow(long first, long end) {
        for (long seq = first; seq <= end; seq++) {
            Transition told =
                    new Transition(
                            seq,
                            Instant.EPOCH,
                            seq,
                            "unknown",
                            1,
                            "on_primary",
                            "on_backup",
                            "no_answer",
                            Optional.of("a.example"),
                            Optional.empty(),
                            Optional.empty());
            journal.add(new Item.Transition(3, seq, 1, told.write()));
        }
        on(new Event.Grown());
    }

    void ack(long seq) {
        got(Channel.ACK, new Ack(3, seq).write());
    }

    void got(Channel channel, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        on(new Event.Got(link, new Incoming(topics.text(channel), bytes, false, Optional.empty())));
    }

    List<Batch> batches() throws BadMessage {
        List<Batch> batches = new ArrayList<>();
        for (Action.Publish each : published) {
            if (each.channel() == Channel.EV) {
                batches.add(Batch.read(each.text()));
            }
        }
        return batches;
    }
}
