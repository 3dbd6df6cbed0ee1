// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.event.LineStateChanged;
import org.linekeeper.api.line.Status;

/** Devices without OSGi, which share their threads. */
class DeviceTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir Path first;
    @TempDir Path second;

    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    private final ExecutorService pool = Executors.newFixedThreadPool(1);
    private final FakeSignalling signalling = new FakeSignalling();
    private final List<LineStateChanged> heard = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void answer() {
        signalling.answer(sent -> Examples.OK);
    }

    @AfterEach
    void end() {
        timers.shutdownNow();
        pool.shutdownNow();
    }

    private Device device(Path home) {
        return new Device(
                home,
                new Device.Ground(timers, pool, pool),
                RandomGenerator.getDefault(),
                signalling,
                new FakeLocator());
    }

    private static void start(Device device) {
        device.start(World.kit(), "kit", List.of(Examples.line(1)));
    }

    private static void awaitService(Device device) {
        await().atMost(SOON).until(() -> device.lines().line(1).status() == Status.ON_PRIMARY);
    }

    @Test
    void twoOfThemKeepTheirLinesApart() {
        try (Device one = device(first);
                Device other = device(second)) {
            one.add(heard::add);
            start(one);
            awaitService(one);
            assertThat(other.lines().lines()).isEmpty();
            start(other);
            awaitService(other);
            assertThat(one.transitions().lastSeq()).isEqualTo(1);
            assertThat(other.transitions().lastSeq()).isEqualTo(1);
            assertThat(one.lines().policy()).contains("kit");
            await().atMost(SOON).until(() -> heard.size() == 1);
        }
    }

    @Test
    void aChangedLineIsTakenUp() {
        try (Device device = device(first)) {
            start(device);
            awaitService(device);
            device.lines().configure(Examples.line(1).with(draft -> draft.label("office")));
            assertThat(device.lines().configs().get(0).label()).isEqualTo("office");
        }
    }

    @Test
    void closedItSaysNoWordAndTheNumbersGoOnAfterwards() {
        try (Device device = device(first)) {
            start(device);
            awaitService(device);
            await().atMost(SOON).until(() -> device.transitions().since(0).size() == 1);
        }
        int sent = signalling.opened().get(0).sent().size();
        assertThat(signalling.opened().get(0).isClosed()).isTrue();
        try (Device again = device(first)) {
            assertThat(again.transitions().lastSeq()).isEqualTo(1);
        }
        assertThat(signalling.opened().get(0).sent()).hasSize(sent);
    }
}
