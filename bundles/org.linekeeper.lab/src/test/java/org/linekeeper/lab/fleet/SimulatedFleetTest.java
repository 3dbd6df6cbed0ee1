// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Timers;
import org.linekeeper.api.line.Why;
import org.linekeeper.api.lines.Ladder;
import org.linekeeper.api.lines.LadderStep;
import org.linekeeper.api.sip.TraceEntry.Way;

/** A few simulated phones against pocket servers and a broker. */
class SimulatedFleetTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** A busy machine may answer a heartbeat late, and the line stays where it is. */
    private static final PhoneHabits PATIENT =
            new PhoneHabits(
                    new Timers(300, 2400, 3000), 60, Optional.of(new Heartbeat(1, 0)), 1, 1);

    @TempDir Path home;
    private FleetScene scene;

    @BeforeEach
    void open() throws IOException {
        scene = new FleetScene(home);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void phonesLeaveASilentServerAndReturn() throws Exception {
        SimulatedFleet fleet = scene.start(3, PATIENT);
        scene.awaitAll(Status.ON_PRIMARY, SOON);
        assertThat(fleet.phones())
                .extracting(PhoneState::device)
                .containsExactly("sim-001", "sim-002", "sim-003");
        Instant pulled = Instant.now();
        scene.a.silent();
        scene.awaitAll(Status.ON_BACKUP, SOON);
        // A second to the next heartbeat, 900 ms to its verdict, one REGISTER; the rest is air.
        assertThat(scene.awaitTold(3, pulled, Status.ON_BACKUP, SOON))
                .hasSize(3)
                .allMatch(each -> each < 10_000);
        assertThat(fleet.phones())
                .allMatch(phone -> phone.server().equals(Optional.of(FleetScene.B)));
        Instant back = Instant.now();
        scene.a.up();
        scene.awaitTold(3, back, Status.ON_PRIMARY, SOON);
        assertThat(scene.heard)
                .filteredOn(each -> each.device().equals("sim-002"))
                .extracting(each -> each.change().to())
                .containsExactly(
                        Status.ON_PRIMARY, Status.SWITCHING, Status.ON_BACKUP, Status.ON_PRIMARY);
        await().atMost(SOON).until(() -> scene.a.bindings("sim-002").size() == 1);
    }

    @Test
    void withoutAHeartbeatTheRefreshFindsOut() throws Exception {
        PhoneHabits habits = new PhoneHabits(new Timers(50, 400, 500), 3, Optional.empty(), 1, 1);
        scene.start(2, habits);
        scene.awaitAll(Status.ON_PRIMARY, SOON);
        scene.a.silent();
        scene.awaitAll(Status.ON_BACKUP, SOON);
        assertThat(scene.heard)
                .filteredOn(each -> each.change().to() == Status.SWITCHING)
                .isNotEmpty()
                .extracting(each -> each.change().why())
                .containsOnly(Why.NO_ANSWER);
    }

    /** LineSignalling: what came too late is taken back. */
    @Test
    void whatAServerGrantsTooLateIsTakenBack() throws Exception {
        scene.a.delay(Duration.ofMillis(1_500));
        scene.start(1, FleetScene.QUICK);
        scene.awaitAll(Status.ON_BACKUP, SOON);
        await().atMost(SOON)
                .until(
                        () ->
                                scene.a.received("REGISTER").stream()
                                        .anyMatch(
                                                each ->
                                                        each.message()
                                                                .seconds("Expires")
                                                                .equals(Optional.of(0))));
    }

    @Test
    void aClosedPortIsKnownAtOnce() throws Exception {
        scene.start(2, FleetScene.QUICK);
        scene.awaitAll(Status.ON_PRIMARY, SOON);
        scene.a.closeSockets();
        scene.awaitAll(Status.ON_BACKUP, SOON);
        assertThat(
                        scene.a.received("REGISTER").stream()
                                .map(each -> each.message().first("Via"))
                                .distinct())
                .as("one of each phone, however often it was sent")
                .hasSize(2);
    }

    @Test
    void theLadderHasTheRetransmissionsAndTheDecision() throws Exception {
        SimulatedFleet fleet = scene.start(1, FleetScene.QUICK);
        scene.awaitAll(Status.ON_PRIMARY, SOON);
        scene.a.silent();
        scene.awaitAll(Status.ON_BACKUP, SOON);
        await().atMost(SOON).until(() -> !fleet.ladders(0).isEmpty());
        List<Ladder> ladders = fleet.ladders(0);
        Ladder last = ladders.get(ladders.size() - 1);
        assertThat(last.to()).isEqualTo(Status.ON_BACKUP);
        String silent = "127.0.0.1:" + scene.a.port();
        assertThat(last.steps())
                .filteredOn(step -> step.text().startsWith("OPTIONS"))
                .filteredOn(step -> step.peer().equals(Optional.of(silent)))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(last.steps())
                .extracting(LadderStep::kind)
                .contains(LadderStep.Kind.TIMER, LadderStep.Kind.DECISION);
        assertThat(last.steps())
                .filteredOn(step -> step.way().equals(Optional.of(Way.IN)))
                .anyMatch(step -> step.text().startsWith("SIP/2.0 200"));
    }

    @Test
    void whatNobodyHasAcknowledgedSurvives() throws Exception {
        scene.start(2, FleetScene.QUICK);
        scene.awaitAll(Status.ON_PRIMARY, SOON);
        scene.stop();
        SimulatedFleet again = scene.start(2, FleetScene.QUICK);
        scene.awaitAll(Status.ON_PRIMARY, SOON);
        assertThat(again.phones()).allMatch(phone -> phone.pending() >= 1);
        assertThat(scene.heard)
                .filteredOn(each -> each.device().equals("sim-001"))
                .extracting(each -> each.change().seq())
                .doesNotHaveDuplicates();
    }

    @Test
    void whenOnePhoneCannotBeMadeNoneRuns() throws Exception {
        Files.createDirectories(home.resolve("phones"));
        // Some are there before it fails, some after it.
        Files.createFile(home.resolve("phones").resolve("sim-020"));
        assertThatThrownBy(() -> scene.start(40, FleetScene.QUICK)).isInstanceOf(IOException.class);
        await("nobody is connected").atMost(SOON).until(() -> uplinks() == 0);
    }

    private static long uplinks() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("lk-uplink"))
                .count();
    }
}
