// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.linekeeper.lab.dns.PocketDns;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Recorded;
import org.linekeeper.lab.sip.SipMessage;

/** A phone's process from birth to death, good or bad, between two pocket servers. */
public class LifeIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private final List<AutoCloseable> open = new ArrayList<>();
    private Path directory;
    private PocketServer first;
    private PocketServer second;

    @Before
    public void startServers() {
        directory = folder.getRoot().toPath();
        first = opened(PocketServer.named("first").user("100", "secret").start());
        second = opened(PocketServer.named("second").user("100", "secret").start());
    }

    @After
    public void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T each) {
        open.add(0, each);
        return each;
    }

    private FanvilFile file() throws IOException {
        return FanvilFile.line(first.port(), second.port());
    }

    /** Intervals and expiries pass ten times as fast. */
    private PhoneProcess run(FanvilFile file, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--time-scale", "10"));
        options.addAll(List.of(more));
        Path config = file.write(directory.resolve("phone.cfg"));
        Path home = directory.resolve("home");
        return opened(PhoneProcess.run(config, home, options.toArray(String[]::new)));
    }

    @Test
    public void sigtermUnregistersAtALiveServer() throws Exception {
        PhoneProcess phone = run(file());
        phone.awaitLine("on_primary", first.port(), SOON);
        assertThat(first.bindings("100")).hasSize(1);

        phone.stop();

        assertThat(first.bindings("100")).isEmpty();
        List<Recorded> registers = first.received("REGISTER");
        SipMessage last = registers.get(registers.size() - 1).message();
        assertThat(last.contacts().get(0).expiresSeconds().or(() -> last.seconds("Expires")))
                .contains(0);
    }

    @Test
    public void sigtermUnregistersAlsoWhenItsNonceHasGoneStale() throws Exception {
        PhoneProcess phone = run(file());
        phone.awaitLine("on_primary", first.port(), SOON);
        first.staleNonces().delay(Duration.ofMillis(100));

        phone.stop();

        assertThat(first.bindings("100")).isEmpty();
    }

    @Test
    public void sigtermDoesNotWaitForSilentServers() throws Exception {
        PhoneProcess phone = run(file());
        phone.awaitLine("on_primary", first.port(), SOON);
        first.silent();
        second.silent();
        phone.register();

        phone.stop();
    }

    @Test
    public void afterKillNineItGoesOnWithWhatItKnew() throws Exception {
        PhoneProcess phone = run(file());
        phone.awaitLine("on_primary", first.port(), SOON);
        first.closeSockets();
        phone.register();
        phone.awaitLine("on_backup", second.port(), SOON);
        JsonObject before = phone.transition(0);
        phone.kill();
        Instant killed = Instant.now();
        first.up().clearRecords();

        PhoneProcess again = run(file());
        again.awaitLine("on_primary", first.port(), SOON);

        assertThat(again.transition(0)).isEqualTo(before);
        assertThat(Instant.parse(before.get("t").getAsString())).isBefore(killed);
        assertThat(again.log()).doesNotContain("afresh");
        again.stop();
    }

    @Test
    public void withAllServersDeadAtStartItSaysSoAndRegistersWhenOneIsThere() throws Exception {
        first.closeSockets();
        second.closeSockets();
        PhoneProcess phone = run(file());
        JsonObject line = phone.awaitState("unregistered", SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("all_failed");
        await("the log").atMost(SOON).until(() -> phone.log().contains("unregistered"));

        second.up();

        phone.awaitLine("on_backup", second.port(), SOON);
        phone.stop();
    }

    @Test
    public void withDnsDeadAtStartItSaysSoAndRegistersWhenDnsIsThere() throws Exception {
        int port = Ports.free();
        FanvilFile file =
                file().set("Register Addr", "pbx.example").set("Backup Addr", "backup.example");
        PhoneProcess phone = run(file, "--dns", "127.0.0.1:" + port);
        JsonObject line = phone.awaitState("unregistered", SOON);
        assertThat(line.get("why").getAsString()).isIn("dns_failed", "all_failed");
        await("the log").atMost(SOON).until(() -> phone.log().contains("unregistered"));

        opened(PocketDns.start(InetAddress.getLoopbackAddress(), port))
                .a("pbx.example", 60, "127.0.0.1")
                .a("backup.example", 60, "127.0.0.1");

        JsonObject there = phone.awaitLine("on_primary", first.port(), Duration.ofSeconds(20));
        assertThat(there.getAsJsonObject("target").get("server").getAsString())
                .isEqualTo("pbx.example");
        phone.stop();
    }

    @Test
    public void aTakenSipPortIsSaidAndTakenOnceItIsFree() throws Exception {
        PhoneProcess phone;
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            phone = run(file().set("Signal Port", port));
            await("it says that port " + port + " is taken")
                    .atMost(SOON)
                    .pollInterval(POLL)
                    .until(() -> phone.log().contains(Integer.toString(port)));
            assertThat(first.received("REGISTER")).isEmpty();
        }
        phone.awaitLine("on_primary", first.port(), SOON);
        phone.stop();
    }
}
