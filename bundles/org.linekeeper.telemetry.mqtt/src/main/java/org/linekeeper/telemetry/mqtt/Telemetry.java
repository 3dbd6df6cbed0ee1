// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.linekeeper.api.config.PhoneFiles;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.event.Transitions;
import org.linekeeper.api.fleet.FleetLink;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.mqtt.kit.Manner;
import org.linekeeper.mqtt.kit.PahoDialer;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Desired;
import org.linekeeper.schema.PolicyName;
import org.linekeeper.schema.Response;
import org.linekeeper.telemetry.mqtt.journal.GroupCommit;
import org.linekeeper.telemetry.mqtt.journal.Item;
import org.linekeeper.telemetry.mqtt.journal.Journal;
import org.linekeeper.telemetry.mqtt.journal.Mark;
import org.linekeeper.telemetry.mqtt.uplink.Backlog;
import org.linekeeper.telemetry.mqtt.uplink.Uplink;
import org.linekeeper.telemetry.mqtt.uplink.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The device's telemetry without OSGi: a durable listener of transitions that keeps them in a
 * journal, and tells them to a broker. It has threads of its own, until it is closed.
 */
public final class Telemetry implements LineListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
    private static final String NAME = "mqtt";

    /** At most a blob of the fleet's servers, which is much less than a phone's memory. */
    private static final Manner MANNER =
            new Manner(Duration.ofSeconds(60), Duration.ofHours(24), 16, 256 << 10);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Transitions transitions;
    private final Supplier<Optional<PolicyName>> policy;
    private final Journal journal;
    private final Wire wire;
    private final GroupCommit commit;
    private final FleetDesk desk;

    /** Of the publisher's thread. */
    private Optional<PolicyName> decided = Optional.empty();

    /**
     * Opens the journal and begins to connect.
     *
     * @param transitions those that this listener is told
     * @param files those that the phone was started with, to be read again when that is asked for
     * @param policy the one that decides
     * @param version of the runtime, as the fleet's owner is to see it
     * @throws IOException if the journal cannot be opened
     */
    public Telemetry(
            Settings settings,
            Lines lines,
            Transitions transitions,
            Supplier<Optional<PhoneFiles>> files,
            Supplier<Optional<PolicyName>> policy,
            String version)
            throws IOException {
        this.transitions = transitions;
        this.policy = policy;
        Files.createDirectories(settings.home());
        this.journal =
                Journal.open(settings.home(), Journal.SEGMENT_BYTES, System::currentTimeMillis);
        Instant started = Instant.now();
        long startedNs = System.nanoTime();
        this.desk = new FleetDesk(settings.topics(), new Desk(), PATIENCE);
        DeviceFacts facts =
                new DeviceFacts(
                        settings.firmware(),
                        version,
                        settings.site(),
                        boot(settings.home()),
                        () -> (System.nanoTime() - startedNs) / 1_000_000,
                        lines,
                        transitions,
                        journal,
                        policy,
                        desk::standing);
        Uplink uplink =
                new Uplink(
                        settings.topics(),
                        Backlog.of(journal),
                        facts,
                        new SecureRandom(),
                        any -> Instant.now());
        facts.count(uplink.counts());
        Orders orders = new Orders(lines);
        Wishes wishes = new Wishes(lines, files, settings.home().resolve("desired"));
        this.wire =
                new Wire(
                        uplink,
                        settings.topics(),
                        new PahoDialer(settings.broker(), MANNER),
                        new Hands(orders, wishes, desk),
                        () -> (System.nanoTime() - startedNs) / 1_000_000);
        this.commit = new GroupCommit(journal, this::since, new Progress());
        wire.start();
    }

    /** How often this device has started. */
    private static long boot(Path home) {
        Path file = home.resolve("boot");
        long boot = 1;
        try {
            if (Files.exists(file)) {
                boot = Long.parseLong(Files.readString(file).strip()) + 1;
            }
        } catch (IOException | NumberFormatException e) {
            LOG.warn("starts are counted anew: {}", e.toString());
        }
        try {
            KeptFile.write(file, boot + "\n");
        } catch (IOException e) {
            LOG.warn("this start is not counted: {}", e.toString());
        }
        return boot;
    }

    /** What the runtime still has behind a place. */
    private List<Item.Transition> since(Mark mark) {
        boolean same = mark.epoch() == transitions.epoch();
        return transitions.since(same ? mark.seq() : 0).stream().map(this::told).toList();
    }

    private Item.Transition told(LineStateChanged change) {
        try {
            return Telling.transition(
                    change, policy.get().map(name -> name.id() + "/" + name.version()));
        } catch (IllegalArgumentException e) {
            LOG.warn("transition {} is told as a gap: {}", change.seq(), e.getMessage());
            return new Item.Transition(change.epoch(), change.seq(), change.line(), "{}");
        }
    }

    @Override
    public Optional<String> durableName() {
        return Optional.of(NAME);
    }

    @Override
    public void changed(LineStateChanged change) {
        commit.offer(told(change));
        wire.changed();
        Optional<PolicyName> decides = policy.get();
        if (!decides.equals(decided)) {
            // Another one also where the one before was barred.
            decided = decides;
            wire.policyChanged();
        }
    }

    /** How many transitions nobody has acknowledged. */
    public int pending() {
        return journal.size();
    }

    /** What the updater goes by. */
    FleetLink link() {
        return desk;
    }

    /** Another policy decides. */
    void policyChanged() {
        wire.policyChanged();
    }

    /** Keeps what is to be kept and says farewell, in bounded time. */
    @Override
    public void close() throws InterruptedException {
        commit.close();
        wire.close();
        try {
            journal.close();
        } catch (IOException e) {
            LOG.debug("closing the journal", e);
        }
    }

    /** What the desk needs of the wire. */
    private final class Desk implements FleetDesk.Wiring {
        @Override
        public void watch(String topic) {
            wire.watch(topic);
        }

        @Override
        public void unwatch(String topic) {
            wire.unwatch(topic);
        }

        @Override
        public void policyChanged() {
            wire.policyChanged();
        }
    }

    /** Hears how far the journal is. */
    private final class Progress implements GroupCommit.Follower {
        @Override
        public void grown() {
            wire.grown();
        }

        @Override
        public void safe(Mark mark) {
            if (mark.epoch() == transitions.epoch()) {
                transitions.confirm(NAME, mark.seq());
            }
        }
    }

    /** Does what is asked. */
    private record Hands(Orders orders, Wishes wishes, FleetDesk desk) implements Wire.Servant {
        @Override
        public Response obey(Command command) {
            return orders.obey(command);
        }

        @Override
        public Optional<Response> adopt(Desired desired) {
            return wishes.adopt(desired);
        }

        @Override
        public void deliver(String topic, byte[] payload) {
            desk.deliver(topic, payload);
        }
    }
}
