// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The real mosquitto with {@code examples/mosquitto/passwords.conf}. */
public class MosquittoPasswordsIT extends TopicRights {
    @Rule public final TemporaryFolder home = new TemporaryFolder();

    private Path directory;
    private RealMosquitto broker;

    @Override
    void start() throws Exception {
        directory = home.getRoot().toPath().resolve("mosquitto");
        Files.createDirectories(directory);
        Users.passwords(directory, List.of("dev1", "dev2", "collector", "viewer"));
        Users.certificates(directory, "authority");
        Users.certificates(directory, "broker", "127.0.0.1");
        broker = RealMosquitto.documented(directory, "passwords.conf", "acl");
    }

    @Override
    MqttUser user(int port, String name, String clientId) throws Exception {
        return new MqttUser(port, clientId, Optional.of(Users.tls(directory)))
                .withPassword(name, Users.PASSWORD);
    }

    @Override
    int port() {
        return broker.port();
    }

    @Override
    void stop() {
        broker.close();
    }

    @Test
    public void nobodyComesInWithoutTheRightPassword() throws Exception {
        for (MqttUser each :
                List.of(
                        new MqttUser(broker.port(), "dev3", Optional.of(Users.tls(directory))),
                        user(port(), "dev1", "dev1").withPassword("dev1", "guess"),
                        user(port(), "dev3", "dev3"),
                        new MqttUser(broker.port(), "dev3", Optional.empty()))) {
            assertThatThrownBy(each::connect).isInstanceOf(MqttException.class);
        }
    }
}
