// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.mqtt.kit.Broker;
import org.linekeeper.runtime.Device;
import org.linekeeper.telemetry.mqtt.Settings;
import org.linekeeper.telemetry.mqtt.uplink.Topics;

/**
 * Phones by the hundred in this process, each the real thing but for its SIP stack: the runtime,
 * the policy with the generic profile, a journal on the disk and a connection to the broker. They
 * share the threads of their lines, of the disk and of the signalling, and one socket for each
 * server. Safe for use by several threads.
 */
public final class SimulatedFleet implements AutoCloseable {
    private static final String FIRMWARE = "simulated";
    private static final int DISK_THREADS = 8;
    private static final long CLOSE_MS = 1_500;

    private final ScheduledThreadPoolExecutor timers =
            new ScheduledThreadPoolExecutor(1, daemons("lab-fleet-timer"));
    private final ExecutorService pool =
            Executors.newFixedThreadPool(
                    Runtime.getRuntime().availableProcessors(), daemons("lab-fleet-line"));
    private final ExecutorService disk =
            Executors.newFixedThreadPool(DISK_THREADS, daemons("lab-fleet-disk"));
    private final FleetSignalling signalling;
    private final List<SimulatedPhone> phones = new CopyOnWriteArrayList<>();

    private SimulatedFleet() {
        timers.setRemoveOnCancelPolicy(true);
        signalling = new FleetSignalling(new SecureRandom());
    }

    /**
     * Starts all phones; they register when this returns.
     *
     * @param listener hears of each transition
     * @throws IOException if a phone's directory cannot be used; none runs then
     * @throws InterruptedException as this; they are cut off then
     */
    public static SimulatedFleet start(FleetPlan plan, TransitionListener listener)
            throws IOException, InterruptedException {
        SimulatedFleet fleet = new SimulatedFleet();
        try {
            fleet.open(plan, listener);
            return fleet;
        } catch (InterruptedException e) {
            fleet.cut();
            throw e;
        } catch (IOException | RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    private void open(FleetPlan plan, TransitionListener listener)
            throws IOException, InterruptedException {
        SimulatedPhone.Shared shared =
                new SimulatedPhone.Shared(
                        new Device.Ground(timers, pool, disk),
                        new SecureRandom(),
                        signalling,
                        new KnownServers(plan.servers()));
        List<Future<SimulatedPhone>> made = new ArrayList<>();
        for (int number = 1; number <= plan.count(); number++) {
            int each = number;
            made.add(disk.submit(() -> phone(each, plan, shared)));
        }
        Optional<IOException> trouble = Optional.empty();
        for (Future<SimulatedPhone> each : made) {
            try {
                phones.add(get(each));
            } catch (IOException e) {
                // The others are on their way and have to be known, to be closed.
                trouble = trouble.or(() -> Optional.of(e));
            }
        }
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        phones.forEach(phone -> phone.start(listener));
    }

    private static SimulatedPhone phone(int number, FleetPlan plan, SimulatedPhone.Shared shared)
            throws IOException {
        String name = FleetPlan.device(number);
        Settings settings =
                new Settings(
                        broker(plan.broker(), name),
                        new Topics(plan.tenant(), name),
                        plan.home().resolve(name).resolve("mqtt"),
                        FIRMWARE,
                        plan.site(number));
        return new SimulatedPhone(
                name,
                plan.habits().line(name, plan.domain(), plan.servers()),
                settings,
                plan.home().resolve(name),
                shared);
    }

    private static Broker broker(Broker.Address address, String device) {
        return new Broker(
                address.host(),
                address.port(),
                address.tls(),
                device,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static SimulatedPhone get(Future<SimulatedPhone> made)
            throws IOException, InterruptedException {
        try {
            return made.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** How each phone stands, in the order of their names. */
    public List<PhoneState> phones() {
        return phones.stream().map(SimulatedPhone::state).toList();
    }

    /**
     * The ladders of a phone's last switches, oldest first.
     *
     * @param index of the phone in {@link #phones}
     */
    public List<Ladder> ladders(int index) {
        return phones.get(index).ladders();
    }

    /**
     * As when the power goes: from now on no phone says or writes a word. What a broker has of them
     * stays as it is, and their connections to it do, until the process ends.
     */
    public void cut() {
        signalling.close();
        timers.shutdownNow();
        pool.shutdownNow();
        disk.shutdownNow();
    }

    /** Switches all phones off: their servers hear nothing of it, their broker a farewell. */
    @Override
    public void close() {
        // Each waits for its disk and its broker, and none of them for another.
        ExecutorService closing = Executors.newCachedThreadPool(daemons("lab-fleet-close"));
        List<SimulatedPhone> all = new ArrayList<>(phones);
        all.forEach(phone -> closing.execute(phone::close));
        closing.shutdown();
        try {
            closing.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closing.shutdownNow();
        cut();
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
