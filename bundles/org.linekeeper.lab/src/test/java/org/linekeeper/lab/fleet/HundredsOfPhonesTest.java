// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.line.Heartbeat;
import org.linekeeper.api.line.Status;
import org.linekeeper.api.line.Timers;

/** As many phones as the demo has, in one process. */
@Tag("full")
class HundredsOfPhonesTest {
    private static final int PHONES = 200;
    private static final PhoneHabits HABITS =
            new PhoneHabits(Timers.RFC3261, 60, Optional.of(new Heartbeat(3, 1)), 3, 5);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path home;

    @Test
    void allMoveAndReturnOnFewThreads() throws Exception {
        try (FleetScene scene = new FleetScene(home)) {
            int before = Thread.activeCount();
            scene.start(PHONES, HABITS);
            scene.awaitAll(Status.ON_PRIMARY, LIMIT);
            await("threads of one phone")
                    .atMost(LIMIT)
                    .until(() -> (Thread.activeCount() - before) / PHONES <= 7);
            Instant pulled = Instant.now();
            scene.a.silent();
            scene.awaitAll(Status.ON_BACKUP, LIMIT);
            List<Long> after = scene.awaitTold(PHONES, pulled, Status.ON_BACKUP, LIMIT);
            assertThat(after).hasSize(PHONES);
            assertThat(after.get(PHONES - 1)).isLessThan(40_000);
            scene.a.up();
            scene.awaitAll(Status.ON_PRIMARY, LIMIT);
            Instant end = Instant.now();
            scene.stop();
            assertThat(Duration.between(end, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
    }
}
