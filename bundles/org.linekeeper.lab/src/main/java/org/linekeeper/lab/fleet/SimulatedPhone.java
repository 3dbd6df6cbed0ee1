// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LineView;
import org.linekeeper.api.locator.TargetLocator;
import org.linekeeper.api.sip.Signalling;
import org.linekeeper.policy.kit.ByConfiguration;
import org.linekeeper.policy.kit.FailoverMachine;
import org.linekeeper.runtime.Device;
import org.linekeeper.schema.PolicyName;
import org.linekeeper.telemetry.mqtt.Settings;
import org.linekeeper.telemetry.mqtt.Telemetry;

/** A phone as it is built, but for the telephone: runtime, policy and telemetry, with one line. */
final class SimulatedPhone implements AutoCloseable {
    private static final String POLICY = "standard";
    private static final String VERSION = "0.1.0";

    private final String name;
    private final LineConfig line;
    private final Device device;
    private final Telemetry telemetry;

    /** What the phones of a fleet share. */
    record Shared(
            Device.Ground ground,
            RandomGenerator chance,
            Signalling signalling,
            TargetLocator locator) {}

    /**
     * A phone that waits for its start; its telemetry already connects.
     *
     * @param settings whom it tells
     * @param home made if it is not there
     */
    SimulatedPhone(String name, LineConfig line, Settings settings, Path home, Shared shared)
            throws IOException {
        this.name = name;
        this.line = line;
        Files.createDirectories(home);
        device =
                new Device(
                        home,
                        shared.ground(),
                        shared.chance(),
                        shared.signalling(),
                        shared.locator());
        PolicyName policy = new PolicyName(POLICY, VERSION);
        telemetry =
                new Telemetry(
                        settings,
                        device.lines(),
                        device.transitions(),
                        Optional::empty,
                        () -> Optional.of(policy),
                        VERSION);
        device.add(telemetry);
    }

    void start(TransitionListener listener) {
        device.add(change -> listener.changed(name, change));
        device.start(new FailoverMachine(new ByConfiguration()), POLICY, List.of(line));
    }

    PhoneState state() {
        Optional<LineView> view = device.lines().lines().stream().findFirst();
        return new PhoneState(
                name,
                view.map(LineView::status).orElse(Status.REGISTERING),
                view.flatMap(LineView::place).map(LineView.Place::server),
                telemetry.pending());
    }

    /** Of its last switches, oldest first. */
    List<Ladder> ladders() {
        return device.lines().ladders(line.line());
    }

    /** Off at once for its servers; a short farewell to its broker. */
    @Override
    public void close() {
        device.close();
        try {
            telemetry.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
