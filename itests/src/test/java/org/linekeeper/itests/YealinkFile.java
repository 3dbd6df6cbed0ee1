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
        return new YealinkFile().account(1, "100", name);
    }

    /** Adds such an account. */
    YealinkFile account(int number, String user, String server) {
        String account = "account." + number + ".";
        return phone(account + "enable", 1)
                .phone(account + "user_name", user)
                .phone(account + "auth_name", user)
                .phone(account + "password", "secret")
                .phone(account + "sip_server.1.address", server)
                .phone(account + "sip_server.1.port", 0)
                .phone(account + "advanced.timer_t1", "0.05")
                .phone(account + "advanced.timer_t2", "0.4")
                .phone(account + "advanced.timer_t4", "0.5");
    }

    /** The usual timers for an account: what is decided soon was not decided by silence. */
    YealinkFile unhurried(int number) {
        String timer = "account." + number + ".advanced.timer_";
        return phone(timer + "t1", "0.5").phone(timer + "t2", 4).phone(timer + "t4", 5);
    }

    /** Nothing yet: for what is laid over another file. */
    static YealinkFile over() {
        return new YealinkFile();
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
