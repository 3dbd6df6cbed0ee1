// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.linekeeper.mqtt.kit.Broker;
import org.linekeeper.telemetry.mqtt.uplink.Topics;

/**
 * Who a device is and whom it tells, as the framework's properties say.
 *
 * @param broker where to connect
 * @param topics who this device is
 * @param home where the journal lies
 * @param firmware the phone's own
 */
public record Settings(Broker broker, Topics topics, Path home, String firmware) {
    private static final String PREFIX = "linekeeper.mqtt";

    /**
     * Reads them; empty if no broker is named.
     *
     * @throws IllegalArgumentException with one sentence if something cannot be
     */
    static Optional<Settings> of(Function<String, String> properties) {
        Function<String, Optional<String>> find =
                name -> Optional.ofNullable(properties.apply(name));
        return find.apply(PREFIX).map(url -> of(url, find));
    }

    private static Settings of(String url, Function<String, Optional<String>> find) {
        Broker.Address address = Broker.Address.of(url);
        String device =
                find.apply("linekeeper.device-id")
                        .or(() -> find.apply("linekeeper.uuid"))
                        .orElseThrow(() -> new IllegalArgumentException("MQTT needs a device id."));
        Topics topics = new Topics(find.apply("linekeeper.tenant").orElse("default"), device);
        Broker broker =
                new Broker(
                        address.host(),
                        address.port(),
                        address.tls(),
                        device,
                        find.apply(PREFIX + ".user"),
                        find.apply(PREFIX + ".password-file").map(Path::of),
                        find.apply(PREFIX + ".ca").map(Path::of),
                        find.apply(PREFIX + ".cert").map(Path::of),
                        find.apply(PREFIX + ".key").map(Path::of));
        Path home = Path.of(find.apply("linekeeper.home").orElse(".linekeeper"));
        String firmware =
                find.apply("linekeeper.firmware")
                        .or(() -> find.apply("linekeeper.model"))
                        .filter(name -> name.matches("\\P{C}{1,128}") && !name.isBlank())
                        .orElse("unknown");
        return new Settings(broker, topics, home.resolve("mqtt"), firmware);
    }
}
