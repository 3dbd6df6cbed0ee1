// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.Scene.until;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.linekeeper.lab.sip.SipMessage;

/** {@code examples/yealink/t46.cfg} as it stands, but for the ports of its two servers. */
public class YealinkExampleIT {
    /** Three sends with T1 at half a second. */
    private static final long VERDICT_MS = 3_500;

    @Rule public final YealinkServers servers = new YealinkServers();

    private Path example() throws IOException {
        String text = Files.readString(ImageFiles.root().resolve("examples/yealink/t46.cfg"));
        String changed =
                text.replace(
                                "sip_server.1.port = 5060",
                                "sip_server.1.port = " + servers.c().port())
                        .replace(
                                "sip_server.2.port = 5061",
                                "sip_server.2.port = " + servers.d().port());
        return Files.writeString(servers.directory().resolve("t46.cfg"), changed);
    }

    @Test
    public void t46LosesItsFirstServerToTheSecondAndComesBack() throws Exception {
        servers.c().challenge(true).silent();
        servers.d().challenge(true);
        PhoneProcess phone = servers.run(example(), "--time-scale", "20");
        phone.awaitLine("on_backup", servers.d().port(), SOON);
        List<TraceLine> first = servers.sends("REGISTER", servers.c());
        assertThat(first).hasSize(3);
        assertThat(msBetween(first, servers.sends("REGISTER", servers.d())))
                .isBetween(VERDICT_MS - 1, VERDICT_MS + SLACK_MS);
        assertThat(phone.log()).doesNotContain("WARN");
        SipMessage asked = servers.c().received("REGISTER").get(0).message();
        assertThat(asked.seconds("Expires")).contains(60);
        assertThat(asked.first("From").orElseThrow()).contains("Reception", "sip:100@127.0.0.1");

        // It looks each ten seconds, which are half a second here.
        servers.c().up();
        JsonObject line = phone.awaitLine("on_primary", servers.c().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("returned");
        until("one registration at a time", () -> servers.d().bindings("100").isEmpty());
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        assertThat(servers.c().calls()).hasSize(1);
    }
}
