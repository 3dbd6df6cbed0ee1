// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9: what has been acknowledged is still there. */
class CrashTest {
    private static final int QUEUED = 1_000;
    private static final int RETAINED = 20;
    private static final String COLLECTOR = "lk-collector-1";
    private static final Consumer<MqttConnectionOptions> KEPT =
            options -> {
                options.setCleanStart(false);
                options.setSessionExpiryInterval(3_600L);
            };

    @TempDir Path home;

    @Test
    void whatIsAcknowledgedOutlivesTheProcess() throws Exception {
        Path directory = home.resolve("broker");
        try (ForkedBroker broker = ForkedBroker.start(directory)) {
            Paho collector = Paho.connect(broker.port(), COLLECTOR, KEPT);
            collector.subscribe("lk/1/+/+/up/ev");
            collector.close();
            fill(broker.port());
            broker.kill();
        }
        try (ForkedBroker broker = ForkedBroker.start(directory);
                Paho collector = Paho.connect(broker.port(), COLLECTOR, KEPT);
                Paho person = Paho.connect(broker.port(), "me")) {
            assertThat(collector.hadSession()).isTrue();
            List<String> sent =
                    IntStream.range(0, QUEUED)
                            .mapToObj(i -> "lk/1/default/dev0/up/ev " + i)
                            .toList();
            await().atMost(Duration.ofSeconds(20))
                    // Each once; what was on its way when the broker died may come out of turn.
                    .untilAsserted(
                            () ->
                                    assertThat(collector.heard())
                                            .containsExactlyInAnyOrderElementsOf(sent));
            person.subscribe("lk/#");
            String[] kept =
                    IntStream.range(0, RETAINED)
                            .mapToObj(i -> "lk/1/default/dev0/up/s" + i + " new " + i)
                            .toArray(String[]::new);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(person.heard()).containsExactlyInAnyOrder(kept));
        }
    }

    private static void fill(int port) throws MqttException {
        try (Paho device = Paho.connect(port, "dev0")) {
            for (int i = 0; i < RETAINED; i++) {
                device.publish("lk/1/default/dev0/up/s" + i, "old", true);
                device.publish("lk/1/default/dev0/up/s" + i, "new " + i, true);
            }
            for (int i = 0; i < QUEUED; i++) {
                assertThat(device.publish("lk/1/default/dev0/up/ev", "" + i, false)).isZero();
            }
        }
    }
}
