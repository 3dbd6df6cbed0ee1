// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.linekeeper.mqtt.kit.Broker;
import org.linekeeper.mqtt.kit.Manner;
import org.linekeeper.mqtt.kit.PahoDialer;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Desired;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Topic.Channel;
import org.linekeeper.schema.Transition;
import org.linekeeper.telemetry.mqtt.journal.GroupCommit;
import org.linekeeper.telemetry.mqtt.journal.Item;
import org.linekeeper.telemetry.mqtt.journal.Journal;
import org.linekeeper.telemetry.mqtt.journal.Mark;
import org.linekeeper.telemetry.mqtt.uplink.Backlog;
import org.linekeeper.telemetry.mqtt.uplink.Facts;
import org.linekeeper.telemetry.mqtt.uplink.Topics;
import org.linekeeper.telemetry.mqtt.uplink.Uplink;
import org.linekeeper.telemetry.mqtt.uplink.Wire;

/**
 * A phone's telemetry in this process, from the journal on its disk to its connection, without any
 * lines. All that is drawn is drawn at its least, so that each try follows 50 ms after the last.
 */
final class DeviceInProcess implements AutoCloseable {
    private static final long EPOCH = 1;
    private static final Manner MANNER =
            new Manner(Duration.ofSeconds(60), Duration.ofHours(24), 16, 256 << 10);

    private final Topics topics = new Topics("default", "desk-1");
    private final AtomicInteger port = new AtomicInteger();
    private final Journal journal;
    private final Uplink uplink;
    private final Wire wire;
    private final GroupCommit commit;
    private long last;

    /** Begins to connect to a port of loopback. */
    DeviceInProcess(Path home, int firstPort) throws IOException {
        port.set(firstPort);
        journal = Journal.open(home, Journal.SEGMENT_BYTES, System::currentTimeMillis);
        uplink =
                new Uplink(
                        topics,
                        Backlog.of(journal),
                        new Nothing(),
                        new Least(),
                        any -> Instant.now());
        wire =
                new Wire(
                        uplink,
                        topics,
                        (will, listener) -> new PahoDialer(broker(), MANNER).dial(will, listener),
                        new Nobody(),
                        () -> System.nanoTime() / 1_000_000);
        commit = new GroupCommit(journal, mark -> List.of(), new Progress());
        wire.start();
    }

    private Broker broker() {
        return Broker.of(
                new Broker.Address("127.0.0.1", port.get(), false),
                topics.device(),
                Optional.empty(),
                Optional.empty());
    }

    /** From the next try on it connects to this port. */
    void dial(int nextPort) {
        port.set(nextPort);
    }

    String topic(Channel channel) {
        return topics.text(channel);
    }

    /** A line switches so many times. */
    void append(int count) {
        for (int i = 0; i < count; i++) {
            last++;
            Transition told =
                    new Transition(
                            last,
                            Instant.now(),
                            last,
                            "unknown",
                            1,
                            "on_primary",
                            "on_backup",
                            "no_answer",
                            Optional.of("b.pbx.example"),
                            Optional.empty(),
                            Optional.empty());
            commit.offer(new Item.Transition(EPOCH, last, 1, told.write()));
        }
    }

    /** The number of the last transition. */
    long last() {
        return last;
    }

    /** What acknowledges everything so far. */
    String ack() {
        return "{\"ep\":" + EPOCH + ",\"seq\":" + last + "}";
    }

    /** How many transitions nobody has acknowledged. */
    int pending() {
        return journal.size();
    }

    /** What the uplink has counted under that name. */
    long counted(String name) {
        return uplink.counts().values().getOrDefault(name, 0L);
    }

    @Override
    public void close() throws Exception {
        commit.close();
        wire.close();
        journal.close();
    }

    private final class Progress implements GroupCommit.Follower {
        @Override
        public void grown() {
            wire.grown();
        }

        @Override
        public void safe(Mark mark) {
            // Nobody keeps transitions until then.
        }
    }

    /** Chance that always draws the least, but for names. */
    private static final class Least implements RandomGenerator {
        private long drawn;

        @Override
        public long nextLong() {
            return drawn++;
        }

        @Override
        public long nextLong(long bound) {
            return 0;
        }
    }

    /** A device with nothing to say but its birth. */
    private static final class Nothing implements Facts {
        @Override
        public Connection birth(String session, boolean first) {
            return new Connection(
                    true,
                    first ? "started" : "reconnected",
                    session,
                    1,
                    EPOCH,
                    0,
                    "none",
                    "test",
                    Optional.empty(),
                    Duration.ofSeconds(900));
        }

        @Override
        public String state() {
            return "{}";
        }

        @Override
        public String metrics() {
            return "{}";
        }

        @Override
        public Optional<String> policy() {
            return Optional.empty();
        }
    }

    private static final class Nobody implements Wire.Servant {
        @Override
        public Response obey(Command command) {
            throw new IllegalStateException("nobody asked for " + command);
        }

        @Override
        public Optional<Response> adopt(Desired desired) {
            throw new IllegalStateException("nobody desired " + desired);
        }

        @Override
        public void deliver(String topic, byte[] payload) {
            throw new IllegalStateException("nobody watches " + topic);
        }
    }
}
