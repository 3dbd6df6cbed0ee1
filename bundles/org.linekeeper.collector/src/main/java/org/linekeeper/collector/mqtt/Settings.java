// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.linekeeper.api.fleet.BrokerAccess;
import org.linekeeper.collector.Database;
import org.linekeeper.mqtt.kit.Broker;

/**
 * What the framework's properties say.
 *
 * @param broker the one to listen at; empty = that of this process, once it listens
 * @param clientId names this collector to the broker: no two may have the same
 * @param tenant whose devices; empty = all
 * @param database where the history is kept
 * @param kind of the database, a word
 * @param speaks whether it says on standard output that it is ready
 */
record Settings(
        Optional<Broker> broker,
        String clientId,
        Optional<String> tenant,
        Database database,
        String kind,
        boolean speaks) {
    private static final String MQTT = "linekeeper.mqtt";
    private static final String HERE = "mqtt://127.0.0.1:1883";

    /**
     * Reads them.
     *
     * @param environment the process's, for the password of the database alone
     * @throws IllegalArgumentException with one sentence if something cannot be
     */
    static Settings of(Function<String, String> properties, Function<String, String> environment) {
        Function<String, Optional<String>> find =
                name -> Optional.ofNullable(properties.apply(name));
        String clientId = "lk-collector-" + find.apply("linekeeper.uuid").orElse("1");
        Path home = Path.of(find.apply("linekeeper.home").orElse(".linekeeper"));
        String url =
                find.apply("linekeeper.db")
                        .orElse("jdbc:h2:file:" + home.toAbsolutePath().resolve("history"));
        String password =
                Optional.ofNullable(environment.apply("LINEKEEPER_DB_PASSWORD")).orElse("");
        boolean embedded = find.apply(MQTT + "-listen").isPresent();
        return new Settings(
                embedded ? Optional.empty() : Optional.of(broker(find, clientId)),
                clientId,
                find.apply("linekeeper.tenant"),
                Database.of(url, "", password),
                url.startsWith("jdbc:h2:") ? "h2" : "postgresql",
                find.apply("linekeeper.command").filter("collect"::equals).isPresent());
    }

    private static Broker broker(Function<String, Optional<String>> find, String clientId) {
        Broker.Address address = Broker.Address.of(find.apply(MQTT).orElse(HERE));
        return new Broker(
                address.host(),
                address.port(),
                address.tls(),
                clientId,
                find.apply(MQTT + ".user"),
                find.apply(MQTT + ".password-file").map(Path::of),
                find.apply(MQTT + ".ca").map(Path::of),
                find.apply(MQTT + ".cert").map(Path::of),
                find.apply(MQTT + ".key").map(Path::of));
    }

    /** How to come to the broker of this process. */
    Login login(BrokerAccess access) {
        Broker.Address address = Broker.Address.of(access.url().toString());
        Optional<Path> none = Optional.empty();
        Broker here =
                new Broker(
                        address.host(),
                        address.port(),
                        address.tls(),
                        clientId,
                        Optional.of(access.user()),
                        none,
                        none,
                        none,
                        none);
        return new Login(here, Optional.of(access.password()));
    }
}
