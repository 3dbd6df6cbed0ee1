// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.linekeeper.api.event.LineListener;
import org.linekeeper.api.event.Transitions;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.api.locator.TargetLocator;
import org.linekeeper.api.policy.FailoverPolicy;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.sip.Signalling;

/**
 * The runtime of one device without OSGi, for programs that have many devices in one process. It
 * has no thread of its own: all that it runs on is given to it, and ended by others after it. Safe
 * for use by several threads; nothing here waits but for the disk.
 */
public final class Device implements AutoCloseable {
    private final LineSet set = new LineSet();
    private final Policies policies = new Policies(this::policyChanged);
    private final Publisher publisher;
    private final LineStore store;
    private final ConfiguredLines configured;
    private final LineDesk desk;

    /**
     * What a device runs on; several may share it.
     *
     * @param timers tells the time; its tasks are short
     * @param pool runs the lines; its tasks do not block
     * @param disk writes what is kept; its tasks may block
     */
    public record Ground(ScheduledExecutorService timers, Executor pool, Executor disk) {}

    /**
     * A device without lines.
     *
     * @param home a directory that exists, of this device alone; what an earlier one has kept there
     *     is taken up
     * @param chance jitter and ids are drawn from it; safe for use by several threads
     */
    public Device(
            Path home,
            Ground ground,
            RandomGenerator chance,
            Signalling signalling,
            TargetLocator locator) {
        TimeScale scale = new TimeScale(1);
        ScaledClock clock = new ScaledClock(ground.timers(), scale.factor());
        this.publisher = new Publisher(clock, ground.disk(), Optional.of(home), chance);
        this.store = new LineStore(home, clock, ground.disk());
        this.configured = new ConfiguredLines(set, home);
        Surroundings around =
                new Surroundings(
                        clock,
                        scale,
                        chance,
                        ground.pool(),
                        policies,
                        signalling,
                        locator,
                        new Watches(clock),
                        new CallLedger(clock),
                        new BusyLines(set::phoneIdle),
                        publisher,
                        Optional.of(store),
                        set::tellOthers);
        set.attach(around);
        LineKeeping keeping = new GivenLines(configured::configure);
        this.desk = new LineDesk(set, around, keeping, configured, new Planning());
    }

    private void policyChanged() {
        set.tellAll(new LineEvent.PolicyChanged());
        set.all().forEach(LineRuntime::wake);
    }

    /** Starts these lines, under this policy. To be called once, after the listeners are there. */
    public void start(FailoverPolicy policy, String policyId, List<LineConfig> lines) {
        policies.add(policy, policyId, 0);
        desk.provision("", lines);
    }

    /** What a user can do with the lines. */
    public Lines lines() {
        return desk;
    }

    /** The numbered transitions. */
    public Transitions transitions() {
        return publisher;
    }

    /** From now on it hears of each transition. */
    public void add(LineListener listener) {
        publisher.add(listener);
    }

    /** As when the power goes: no line says another word, and what is kept is on the disk. */
    @Override
    public void close() {
        set.closeAll();
        store.close();
        publisher.close();
    }
}
