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
 * @param site where the phone stands, as its owner calls it
 */
public record Settings(
        Broker broker, Topics topics, Path home, String firmware, Optional<String> site) {
    /**
     * Reads them; empty if no broker is named.
     *
     * @throws IllegalArgumentException with one sentence if something cannot be
     */
    static Optional<Settings> of(Function<String, String> properties) {
        Function<String, Optional<String>> find =
                name -> Optional.ofNullable(properties.apply(name));
        return find.apply("linekeeper.mqtt").map(named -> read(find));
    }

    private static Settings read(Function<String, Optional<String>> find) {
        String device =
                find.apply("linekeeper.device-id")
                        .or(() -> find.apply("linekeeper.uuid"))
                        .orElseThrow(() -> new IllegalArgumentException("MQTT needs a device id."));
        Topics topics = new Topics(find.apply("linekeeper.tenant").orElse("default"), device);
        Broker broker = Broker.of(find, device);
        Path home = Path.of(find.apply("linekeeper.home").orElse(".linekeeper"));
        String firmware =
                find.apply("linekeeper.firmware")
                        .or(() -> find.apply("linekeeper.model"))
                        .filter(name -> name.matches("\\P{C}{1,128}") && !name.isBlank())
                        .orElse("unknown");
        return new Settings(
                broker, topics, home.resolve("mqtt"), firmware, find.apply("linekeeper.site"));
    }
}
