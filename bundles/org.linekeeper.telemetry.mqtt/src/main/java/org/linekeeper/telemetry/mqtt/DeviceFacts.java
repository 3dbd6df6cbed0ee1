// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.linekeeper.api.event.Transitions;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Metrics;
import org.linekeeper.schema.PolicyName;
import org.linekeeper.schema.PolicyReport;
import org.linekeeper.schema.Snapshot;
import org.linekeeper.telemetry.mqtt.journal.Journal;
import org.linekeeper.telemetry.mqtt.uplink.Counts;
import org.linekeeper.telemetry.mqtt.uplink.Facts;

/** What the device says of itself. */
final class DeviceFacts implements Facts {
    private static final Duration LEASE = Duration.ofSeconds(900);
    private static final int RECORD_BYTES = 300;
    private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,40}");

    private final String firmware;
    private final String version;
    private final Optional<String> site;
    private final long boot;
    private final LongSupplier monoMs;
    private final Lines lines;
    private final Transitions transitions;
    private final Journal journal;
    private final Supplier<Optional<PolicyName>> policy;
    private final Function<PolicyName, PolicyReport> standing;
    private Optional<Counts> counts = Optional.empty();

    DeviceFacts(
            String firmware,
            String version,
            Optional<String> site,
            long boot,
            LongSupplier monoMs,
            Lines lines,
            Transitions transitions,
            Journal journal,
            Supplier<Optional<PolicyName>> policy,
            Function<PolicyName, PolicyReport> standing) {
        this.firmware = firmware;
        this.version = version;
        this.site = site;
        this.boot = boot;
        this.monoMs = monoMs;
        this.lines = lines;
        this.transitions = transitions;
        this.journal = journal;
        this.policy = policy;
        this.standing = standing;
    }

    /** The counters of the uplink that tells these facts. */
    void count(Counts ofUplink) {
        counts = Optional.of(ofUplink);
    }

    @Override
    public Connection birth(String session, boolean first) {
        return new Connection(
                true,
                first ? "started" : "reconnected",
                session,
                boot,
                transitions.epoch(),
                transitions.lastSeq(),
                firmware,
                version,
                site,
                LEASE);
    }

    @Override
    public String state() {
        // The number first: a line may be newer than it says, never older.
        long seq = transitions.lastSeq();
        return new Snapshot(
                        transitions.epoch(),
                        seq,
                        lines.lines().stream()
                                .limit(Snapshot.MAX_LINES)
                                .map(Telling::line)
                                .toList(),
                        policy.get(),
                        new org.linekeeper.schema.Journal(
                                journal.size(),
                                2L * Journal.SEGMENT_BYTES / RECORD_BYTES,
                                journal.dropped()))
                .write();
    }

    @Override
    public String metrics() {
        Instant now = Instant.now();
        Map<String, Long> values = new TreeMap<>();
        List<LineView> views = lines.lines();
        for (LineView view : views) {
            add(view.line(), values);
        }
        counts.ifPresent(known -> values.putAll(known.values()));
        Runtime machine = Runtime.getRuntime();
        values.put("heap_bytes", machine.totalMemory() - machine.freeMemory());
        values.put("threads", (long) Thread.activeCount());
        values.put("lines", (long) views.size());
        values.put(
                "lines_in_service", views.stream().filter(v -> v.status().isInService()).count());
        values.put("journal_pending", (long) journal.size());
        values.put("journal_dropped_total", journal.dropped());
        return new Metrics(now, monoMs.getAsLong(), values).write();
    }

    /** The counters of all lines, added up. */
    private void add(int line, Map<String, Long> values) {
        try {
            lines.counters(line)
                    .forEach(
                            (name, value) -> {
                                String word = "sip_" + name.replace('-', '_').replace('.', '_');
                                boolean room = values.size() < Metrics.MAX_VALUES / 2;
                                if (WORD.matcher(word).matches()
                                        && (room || values.containsKey(word))) {
                                    values.merge(word, value, Long::sum);
                                }
                            });
        } catch (Refusal gone) {
            // It went while we looked.
        }
    }

    @Override
    public Optional<String> policy() {
        return policy.get().map(standing).map(PolicyReport::write);
    }
}
