// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.PlanServers.redirect;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.msBetween;

import java.net.InetAddress;
import java.nio.file.Files;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.PocketServer;

/**
 * B9: the files of examples/dialplan, word for word but for the network: 192.168.0.100 and the
 * others are looked for on loopback, as 127.0.0.100 and so on, at port 5060.
 */
@Category(Full.class)
public class DialPlanExampleIT {
    @Rule public final PlanServers servers = new PlanServers();

    private PocketServer destination(int number) throws Exception {
        InetAddress address = InetAddress.getByName("127.0.0." + number);
        return servers.start(PocketServer.named("at" + number).address(address).port(5060));
    }

    private PhoneProcess phone(String example, String... options) throws Exception {
        String rules = Files.readString(ImageFiles.root().resolve("examples/dialplan/" + example));
        assertThat(rules).contains("sip:100@192.168.0.100");
        return servers.phone(rules.replace("192.168.0.", "127.0.0."), options);
    }

    private void stands(PhoneProcess phone) throws Exception {
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
    }

    @Test
    public void B9_example1BasicUsage() throws Exception {
        PocketServer first = destination(100).code("INVITE", 486);
        PocketServer second = destination(101);
        stands(phone("1-basic.rules"));
        assertThat(servers.ways()).startsWith("udp at100", "udp at101");
        assertThat(Attempts.of(servers, "INVITE", first)).hasSize(1);
        assertThat(second.calls()).hasSize(1);
    }

    @Test
    public void B9_example2SpecifyTheTransport() throws Exception {
        destination(100).code("INVITE", 500);
        destination(101).closeSockets();
        PocketServer third = destination(102);
        stands(phone("2-transport.rules"));
        assertThat(servers.ways()).startsWith("tcp at100").endsWith("tcp at102");
        assertThat(third.calls()).hasSize(1);
    }

    @Test
    public void B9_example3SpecifyTheInvitingTimeOut() throws Exception {
        PocketServer first = destination(100).silent();
        PocketServer second = destination(101);
        stands(phone("3-inviting-timer.rules", "--time-scale", "10"));
        assertThat(msBetween(servers.sends("INVITE", first), servers.sends("INVITE", second)))
                .isBetween(3000L, 3000 + SLACK_MS);
    }

    @Test
    public void B9_example4SpecifyTheResponseCode() throws Exception {
        PocketServer first = destination(100).code("INVITE", 404);
        PocketServer second = destination(101);
        PhoneProcess phone = phone("4-response-pattern.rules");
        stands(phone);
        assertThat(second.calls()).hasSize(1);

        first.code("INVITE", 503);
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "failed", SOON);
        assertThat(phone.call(call).get("code").getAsInt()).isEqualTo(503);
    }

    @Test
    public void B9_example5Handle30x() throws Exception {
        PocketServer second = destination(101);
        destination(100).script("INVITE", redirect(302, "<sip:300@127.0.0.101>"));
        stands(phone("5-redirection.rules"));
        assertThat(second.received("INVITE").get(0).message().uri().toString())
                .isEqualTo("sip:300@127.0.0.101");
    }
}
