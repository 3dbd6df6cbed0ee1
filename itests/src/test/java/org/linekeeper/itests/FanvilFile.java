// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A Fanvil phone's file in its text form: one line with two servers on loopback. */
final class FanvilFile {
    private final Map<String, String> keys = new LinkedHashMap<>();

    private FanvilFile() {}

    /** Line 1 of user 100, TTL 60 s, Failback Interval 10 s, T1 100 ms: silence is 1.5 s. */
    static FanvilFile line(int primaryPort, int backupPort) throws IOException {
        FanvilFile file = new FanvilFile();
        return file.set("Phone Number", "100")
                .set("Register Addr", "127.0.0.1")
                .set("Register Port", primaryPort)
                .set("Register User", "100")
                .set("Register Pswd", "secret")
                .set("Register TTL", 60)
                .set("Backup Addr", "127.0.0.1")
                .set("Backup Port", backupPort)
                .set("Backup TTL", 60)
                .set("Enable Reg", 1)
                .set("Enable Failback", 1)
                .set("Failback Interval", 10)
                .set("Signal Retry Counts", 3)
                .set("Signal Port", Ports.free())
                .set("Session Timer T1", 100)
                .set("Session Timer T2", 800)
                .set("Session Timer T4", 1000);
    }

    FanvilFile set(String key, Object value) {
        keys.put(key, value.toString());
        return this;
    }

    Path write(Path path) throws IOException {
        StringBuilder text = new StringBuilder("<<VOIP CONFIG FILE>>Version:2.0000000000\n\n");
        text.append("<SIP CONFIG MODULE>\n--SIP Line List--  :\n");
        keys.forEach((key, value) -> text.append(String.format("SIP1 %-19s:%s%n", key, value)));
        return Files.writeString(path, text.append("\n<<END OF FILE>>\n"));
    }
}
