// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.linekeeper.api.fleet.BrokerAccess;
import org.linekeeper.collector.Database;
import org.linekeeper.mqtt.kit.Broker;
import org.linekeeper.schema.Topic;

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
        boolean embedded = find.apply("linekeeper.mqtt-listen").isPresent();
        return new Settings(
                embedded ? Optional.empty() : Optional.of(Broker.of(find, clientId)),
                clientId,
                find.apply("linekeeper.tenant").map(Settings::checked),
                Database.of(url, "", password),
                url.startsWith("jdbc:h2:") ? "h2" : "postgresql",
                find.apply("linekeeper.command").filter("collect"::equals).isPresent());
    }

    private static String checked(String tenant) {
        try {
            return new Topic.OfServer(tenant).tenant();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("No topic can be of the " + e.getMessage() + ".");
        }
    }

    /** How to come to the broker of this process. */
    Broker broker(BrokerAccess access) {
        return Broker.of(
                Broker.Address.of(access.url().toString()),
                clientId,
                Optional.of(access.user()),
                Optional.of(access.password()::reveal));
    }
}
