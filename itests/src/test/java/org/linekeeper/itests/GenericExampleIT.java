// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.until;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;

/** {@code examples/generic/lab.toml} as it stands, but for the ports of its two servers. */
public class GenericExampleIT {
    /** A heartbeat each second, in place of each five. */
    private static final String SCALE = "5";

    @Rule public final TwoServers servers = new TwoServers();

    private Path example() throws IOException {
        String text = Files.readString(ImageFiles.root().resolve("examples/generic/lab.toml"));
        String changed =
                text.replace("port = 5060", "port = " + servers.primary().port())
                        .replace("port = 5061", "port = " + servers.backup().port());
        assertThat(changed).isNotEqualTo(text);
        return Files.writeString(servers.directory().resolve("lab.toml"), changed);
    }

    @Test
    public void labLosesItsFirstServerToTheSecondAndComesBack() throws Exception {
        servers.primary().challenge(true);
        servers.backup().challenge(true);
        PhoneProcess phone = servers.run(example(), "--time-scale", SCALE);
        phone.awaitLine("on_primary", servers.primary().port(), SOON);
        servers.primary().silent();
        phone.awaitLine("on_backup", servers.backup().port(), SOON);
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        assertThat(servers.backup().calls()).hasSize(1);
        phone.hangUp(call);

        servers.primary().up();
        JsonObject line = phone.awaitLine("on_primary", servers.primary().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("returned");
        until("one binding", () -> servers.backup().bindings("100").size() == 1);
        assertThat(phone.log()).doesNotContain("WARN");
    }
}
