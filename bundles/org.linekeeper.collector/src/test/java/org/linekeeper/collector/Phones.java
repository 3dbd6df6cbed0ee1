// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Entry;
import org.linekeeper.schema.Gap;
import org.linekeeper.schema.Journal;
import org.linekeeper.schema.Line;
import org.linekeeper.schema.Snapshot;
import org.linekeeper.schema.Topic.Channel;
import org.linekeeper.schema.Transition;

/** What phones say. */
final class Phones {
    static final Instant T0 = Instant.parse("2026-11-20T23:00:00.000Z");

    private Phones() {}

    static String topic(String device, Channel channel) {
        return channel.of("default", device).text();
    }

    static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    static Transition transition(long seq) {
        return new Transition(
                seq,
                T0.plusMillis(seq),
                seq,
                "ntp",
                1,
                seq % 2 == 0 ? "on_backup" : "on_primary",
                seq % 2 == 0 ? "on_primary" : "on_backup",
                "no_answer",
                Optional.of("b.pbx.example"),
                Optional.of("standard/1.0.0"),
                Optional.empty());
    }

    static Batch batch(long ep, long first, long last) {
        List<Entry> entries = new ArrayList<>();
        for (long seq = first; seq <= last; seq++) {
            entries.add(transition(seq));
        }
        return new Batch(ep, entries);
    }

    static Batch gap(long ep, long from, long to) {
        return new Batch(ep, List.of(new Gap(from, to, T0, "overflow")));
    }

    static Connection birth(String session, long ep) {
        return new Connection(
                true,
                "started",
                session,
                1,
                ep,
                0,
                "fw/1",
                "0.1.0",
                Optional.of("Graz"),
                Duration.ofMinutes(15));
    }

    static Snapshot snapshot(long ep, long seq) {
        Line line =
                new Line(
                        1,
                        Optional.of("sip:1001@pbx.example"),
                        true,
                        "on_backup",
                        OptionalInt.of(2),
                        Optional.empty(),
                        T0,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        "no_answer",
                        List.of());
        return new Snapshot(ep, seq, List.of(line), Optional.empty(), new Journal(0, 3_400, 0));
    }
}
