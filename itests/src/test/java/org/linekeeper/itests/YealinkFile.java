// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A Yealink phone's file: account 1 of user 100 and what a test adds. */
final class YealinkFile {
    private final Map<String, String> keys = new LinkedHashMap<>();

    private YealinkFile() {}

    /** Server 1 of that name, found by DNS over UDP; T1 50 ms: three sends are 350 ms. */
    static YealinkFile server(String name) {
        return new YealinkFile()
                .set("enable", 1)
                .set("user_name", "100")
                .set("auth_name", "100")
                .set("password", "secret")
                .set("sip_server.1.address", name)
                .set("sip_server.1.port", 0)
                .set("advanced.timer_t1", "0.05")
                .set("advanced.timer_t2", "0.4")
                .set("advanced.timer_t4", "0.5");
    }

    /** Adds a second server, found in the same way. */
    YealinkFile second(String name) {
        return set("sip_server.2.address", name).set("sip_server.2.port", 0);
    }

    /** Adds two outbound proxies, found in the same way. */
    YealinkFile proxies(String first, String second) {
        return set("outbound_proxy_enable", 1)
                .set("outbound_proxy.1.address", first)
                .set("outbound_proxy.1.port", 0)
                .set("outbound_proxy.2.address", second)
                .set("outbound_proxy.2.port", 0);
    }

    /** A key of account 1. */
    YealinkFile set(String key, Object value) {
        return phone("account.1." + key, value);
    }

    /** A key of the phone. */
    YealinkFile phone(String key, Object value) {
        keys.put(key, value.toString());
        return this;
    }

    Path write(Path path) throws IOException {
        StringBuilder text = new StringBuilder("#!version:1.0.0.1\n");
        keys.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        return Files.writeString(path, text);
    }
}
