// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Collector and broker are killed while a phone tells; nothing is lost and nothing twice. */
@Category(Full.class)
public class CollectorKillIT {
    private static final int ROUNDS = 6;
    private static final int BATCHES = 12;

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void nothingIsLostAndNothingTwice() throws Exception {
        Path home = folder.getRoot().toPath().resolve("home");
        long last = 0;
        try (RealMosquitto broker = RealMosquitto.start(folder.newFolder("broker").toPath())) {
            ToldTransitions told = new ToldTransitions(broker, "desk-1");
            CollectorProcess collector = CollectorProcess.start(home, "--mqtt", broker.url());
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    for (int batch = 0; batch < BATCHES; batch++) {
                        told.tell(last + 1, last + 10);
                        last += 10;
                        if (batch == 3 + round && round % 3 != 1) {
                            collector.kill();
                        }
                        if (batch == 4 + round && round % 3 != 0) {
                            broker.kill();
                            broker.startAgain();
                        }
                    }
                    long known = told.acknowledged();
                    if (round % 3 != 1) {
                        assertThat(ToldTransitions.inHistory(home).size())
                                .isGreaterThanOrEqualTo((int) known);
                        collector = CollectorProcess.start(home, "--mqtt", broker.url());
                    }
                    told.awaitAcknowledged(last);
                }
                collector.stop();
            } finally {
                collector.kill();
            }
        }
        assertThat(ToldTransitions.inHistory(home)).isEqualTo(ToldTransitions.all(last));
    }
}
