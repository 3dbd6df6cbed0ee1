// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file of a phone with DBID_ parameters: one line with two servers on loopback. */
final class FlyingvoiceFile {
    private final Map<String, String> keys;

    private FlyingvoiceFile(Map<String, String> keys) {
        this.keys = keys;
    }

    /**
     * User 100 and no refresh within a test. With a time that runs twenty times as fast the
     * heartbeat's interval is 1 s, and silence 2 s for a REGISTER and 0.8 s for OPTIONS.
     */
    static FlyingvoiceFile servers(int primaryPort, int backupPort) {
        return new FlyingvoiceFile(new LinkedHashMap<>())
                .set("phone_number", "100")
                .set("account", "100")
                .set("password", "secret")
                .set("register_refresh_interval", 36_000)
                .set("primary_server_detect_interval", 20)
                .set("max_detect_fail_count", 1)
                .set("prefer_primary_server", 1)
                .set("nat_keepalive_interval", 60)
                .set("DBID_SIP_REGISTER_TIMEOUT_TIMER", 40_000)
                .set("DBID_SIP_OPTIONS_TIMEOUT_TIMER", 16_000)
                .at(primaryPort, backupPort);
    }

    /** What stands in a file, at these two servers. */
    static FlyingvoiceFile of(Path file, int primaryPort, int backupPort) throws IOException {
        Map<String, String> keys = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                keys.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
        return new FlyingvoiceFile(keys).at(primaryPort, backupPort);
    }

    private FlyingvoiceFile at(int primaryPort, int backupPort) {
        return set("outbound_server", "127.0.0.1")
                .set("outbound_port", primaryPort)
                .set("backup_outbound_server", "127.0.0.1")
                .set("backup_outbound_port", backupPort);
    }

    FlyingvoiceFile set(String key, Object value) {
        keys.put(key, value.toString());
        return this;
    }

    /** For what is answered, however busy the machine is. */
    FlyingvoiceFile patient() {
        return set("DBID_SIP_REGISTER_TIMEOUT_TIMER", 600_000)
                .set("DBID_SIP_OPTIONS_TIMEOUT_TIMER", 600_000);
    }

    FlyingvoiceFile without(String key) {
        keys.remove(key);
        return this;
    }

    Path write(Path path) throws IOException {
        StringBuilder text = new StringBuilder();
        keys.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        return Files.writeString(path, text);
    }
}
