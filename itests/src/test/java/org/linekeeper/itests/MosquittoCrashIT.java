// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** Kill -9 of a mosquitto with the documented configuration, once it has had its second to save. */
@Category(Full.class)
public class MosquittoCrashIT {
    private static final int QUEUED = 1_000;
    private static final int RETAINED = 20;

    @Rule public final TemporaryFolder home = new TemporaryFolder();

    private Path directory;

    @Test
    public void whatWasSavedOutlivesTheProcess() throws Exception {
        directory = home.getRoot().toPath().resolve("mosquitto");
        Files.createDirectories(directory);
        Users.passwords(directory, List.of("dev1", "collector", "viewer"));
        Users.certificates(directory, "authority");
        Users.certificates(directory, "broker", "127.0.0.1");
        try (RealMosquitto broker = RealMosquitto.documented(directory, "passwords.conf", "acl")) {
            try (MqttUser collector = user(broker, "collector").withSession().connect()) {
                collector.subscribe("lk/1/+/+/up/ev");
            }
            try (MqttUser device = user(broker, "dev1").connect()) {
                for (int i = 0; i < QUEUED; i++) {
                    device.publish("lk/1/default/dev1/up/ev", "" + i, false);
                }
                for (int i = 0; i < RETAINED; i++) {
                    device.publish("lk/1/default/dev1/up/s" + i, "" + i, true);
                }
            }
            await("the first save")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Files.exists(store()));
            // What is saved after this has all that was said before.
            FileTime before = Files.getLastModifiedTime(store());
            try (MqttUser device = user(broker, "dev1").connect()) {
                device.publish("lk/1/default/dev1/up/last", "one", true);
            }
            await("mosquitto saves")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !Files.getLastModifiedTime(store()).equals(before));
            broker.kill();
            broker.startAgain();
            try (MqttUser collector = user(broker, "collector").withSession().connect();
                    MqttUser viewer = user(broker, "viewer").connect()) {
                List<String> sent =
                        IntStream.range(0, QUEUED)
                                .mapToObj(i -> "lk/1/default/dev1/up/ev " + i)
                                .toList();
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(collector.heard()).isEqualTo(sent));
                viewer.subscribe("lk/#");
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(viewer.heard()).hasSize(RETAINED + 1));
            }
        }
    }

    private Path store() {
        return directory.resolve("mosquitto.db");
    }

    private MqttUser user(RealMosquitto broker, String name) throws Exception {
        return new MqttUser(broker.port(), name, Optional.of(Users.tls(directory)))
                .withPassword(name, Users.PASSWORD);
    }
}
