// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** The real mosquitto with {@code examples/mosquitto/mosquitto.conf}: a certificate each. */
@Category(Full.class)
public class MosquittoCertificatesIT extends TopicRights {
    @Rule public final TemporaryFolder home = new TemporaryFolder();

    private Path directory;
    private RealMosquitto broker;

    @Override
    void start() throws Exception {
        directory = home.getRoot().toPath().resolve("mosquitto");
        Files.createDirectories(directory);
        Users.certificates(directory, "authority");
        Users.certificates(directory, "broker", "127.0.0.1");
        for (String name : List.of("dev1", "dev2", "collector", "viewer")) {
            Users.certificates(directory, "client", name);
        }
        broker = RealMosquitto.documented(directory, "mosquitto.conf", "acl");
    }

    @Override
    MqttUser user(int port, String name, String clientId) throws Exception {
        return new MqttUser(port, clientId, Optional.of(Users.tls(directory, name)));
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
    public void nobodyComesInWithoutACertificateOfTheFleet() throws Exception {
        Path others = home.newFolder("others").toPath();
        Users.certificates(others, "authority");
        Users.certificates(others, "client", "dev3");
        Path trusted = others.resolve("ca.pem");
        Files.copy(directory.resolve("ca.pem"), trusted, StandardCopyOption.REPLACE_EXISTING);
        for (MqttUser each :
                List.of(
                        new MqttUser(broker.port(), "dev3", Optional.of(Users.tls(directory))),
                        new MqttUser(broker.port(), "dev3", Optional.of(Users.tls(others, "dev3"))),
                        new MqttUser(broker.port(), "dev3", Optional.empty()))) {
            assertThatThrownBy(each::connect).isInstanceOf(MqttException.class);
        }
    }

    @Test
    public void aTenantsDeviceHasItsTenantInItsName() throws Exception {
        broker.close();
        Path tenants = home.newFolder("tenants").toPath();
        Users.certificates(tenants, "authority");
        Users.certificates(tenants, "broker", "127.0.0.1");
        Users.certificates(tenants, "client", "acme/dev1");
        Users.certificates(tenants, "client", "viewer");
        broker = RealMosquitto.documented(tenants, "mosquitto.conf", "acl-tenants");
        try (MqttUser device = tenant(tenants, "acme/dev1");
                MqttUser viewer = tenant(tenants, "viewer")) {
            viewer.subscribe("lk/#");
            assertThat(device.publish("lk/1/acme/dev1/up/ev", "mine", false)).isZero();
            assertThat(device.publish("lk/1/default/dev1/up/ev", "not mine", false))
                    .isEqualTo(0x87);
            assertThat(device.publish("lk/1/other/dev1/up/ev", "not mine", false)).isEqualTo(0x87);
        }
    }

    private MqttUser tenant(Path files, String name) throws Exception {
        String base = name.replace('/', '-');
        return new MqttUser(broker.port(), name, Optional.of(Users.tls(files, base))).connect();
    }
}
