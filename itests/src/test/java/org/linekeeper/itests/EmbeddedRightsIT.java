// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;
import org.linekeeper.broker.BrokerSettings;
import org.linekeeper.broker.EmbeddedBroker;

/** The embedded broker, with a password file that mosquitto's own tool has made. */
public class EmbeddedRightsIT extends TopicRights {
    @Rule public final TemporaryFolder home = new TemporaryFolder();

    private EmbeddedBroker broker;

    @Override
    void start() throws Exception {
        Path directory = home.getRoot().toPath();
        Users.passwords(directory, List.of("dev1", "dev2", "collector", "viewer"));
        broker =
                EmbeddedBroker.start(
                        new BrokerSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                directory));
    }

    @Override
    MqttUser user(int port, String name, String clientId) throws Exception {
        return new MqttUser(port, clientId, Optional.empty()).withPassword(name, Users.PASSWORD);
    }

    @Override
    int port() {
        return broker.port();
    }

    @Override
    void stop() {
        broker.close();
    }
}
