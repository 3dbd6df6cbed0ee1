// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.TwoServers.VERDICT_MS;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.PocketServer;

/** F1: what makes a server unavailable, and what does not. */
@Category(Full.class)
public class FanvilUnavailableIT {
    @Rule public final TwoServers servers = new TwoServers();

    private PocketServer primary() {
        return servers.primary();
    }

    private PocketServer backup() {
        return servers.backup();
    }

    private FanvilFile overTcp(FanvilFile file) {
        return file.set("Transport", 1).set("Backup Transport", 1);
    }

    private void registerAndExpectTheBackup(PhoneProcess phone) throws Exception {
        phone.register();
        phone.awaitLine("on_backup", backup().port(), SOON);
    }

    private void answersARegisterWith(int code) throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.unhurried());
        primary().code("REGISTER", code);
        registerAndExpectTheBackup(phone);
        assertThat(servers.sends("REGISTER", primary())).hasSize(1);
        servers.awaitTransitions("response_" + code, 1);
    }

    @Test
    public void F1_a500AnswersARegisterThenTheBackupServes() throws Exception {
        answersARegisterWith(500);
    }

    @Test
    public void F1_a503AnswersARegisterThenTheBackupServes() throws Exception {
        answersARegisterWith(503);
    }

    @Test
    public void F1_a503AnswersAnInviteThenTheBackupServes() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.unhurried());
        primary().code("INVITE", 503);
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.sends("INVITE", primary())).hasSize(1);
        assertThat(servers.story())
                .containsExactly(
                        "INVITE primary",
                        "ACK primary",
                        "REGISTER backup",
                        "INVITE backup",
                        "ACK backup");
    }

    @Test
    public void F1_a500AnswersAByeThenTheBackupServes() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.unhurried());
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        primary().code("BYE", 500);
        servers.mark();
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
        assertThat(servers.sends("BYE", primary())).hasSize(1);
        assertThat(servers.story()).containsExactly("BYE primary", "REGISTER backup", "BYE backup");
    }

    @Test
    public void F1_icmpPortUnreachableDecidesWithoutRetransmission() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.unhurried());
        primary().closeSockets();
        registerAndExpectTheBackup(phone);
        assertThat(servers.sends("REGISTER", primary())).hasSize(1);
        servers.awaitTransitions("icmp", 1);
    }

    @Test
    public void F1_noAnswerOnTcpIsDecidedWhenUdpWouldBe() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(overTcp(servers.file()));
        primary().silent();
        registerAndExpectTheBackup(phone);
        assertThat(servers.sends("REGISTER", primary())).hasSize(1);
        assertThat(msBetween(servers.sends("REGISTER", primary()), atBackup()))
                .isBetween(VERDICT_MS, VERDICT_MS + SLACK_MS);
        servers.awaitTransitions("no_answer", 1);
    }

    private List<TraceLine> atBackup() throws Exception {
        return servers.sends("REGISTER", backup());
    }

    @Test
    public void F1_tcpRefused() throws Exception {
        primary().closeSockets();
        PhoneProcess phone = servers.phone(overTcp(servers.unhurried()));
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(servers.sends("REGISTER", primary())).hasSize(1);
        assertThat(health(phone, primary().port())).isNotEqualTo("available");
    }

    private static String health(PhoneProcess phone, int port) throws Exception {
        for (JsonElement entry : phone.line().getAsJsonArray("health")) {
            JsonObject health = entry.getAsJsonObject();
            if (health.get("port").getAsInt() == port) {
                return health.get("state").getAsString();
            }
        }
        return "available";
    }

    @Test
    public void F1_tcpConnectTimesOut() throws Exception {
        // A full queue of connections that nobody accepts: Linux drops the next SYN.
        ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        servers.closed(deaf);
        for (int i = 0; i < 2; i++) {
            servers.closed(new Socket(deaf.getInetAddress(), deaf.getLocalPort()));
        }
        FanvilFile file = overTcp(servers.file()).set("Register Port", deaf.getLocalPort());
        PhoneProcess phone = servers.phone(file);
        phone.awaitLine("on_backup", backup().port(), SOON);

        List<TraceLine> toDeaf =
                servers.trace().stream()
                        .filter(line -> line.isSent("REGISTER", deaf.getLocalPort()))
                        .toList();
        assertThat(toDeaf).hasSize(1);
        assertThat(msBetween(toDeaf, atBackup())).isBetween(VERDICT_MS, VERDICT_MS + SLACK_MS);
        assertThat(health(phone, deaf.getLocalPort())).isNotEqualTo("available");
    }

    @Test
    public void F1_connectionClosedBeforeTheResponse() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(overTcp(servers.unhurried()));
        primary().silent().clearRecords();
        phone.register();
        primary().awaitReceived("REGISTER", 1, SOON);
        primary().resetConnections();
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(servers.sends("REGISTER", primary())).hasSize(1);
        servers.awaitTransitions("tcp_closed", 1);
    }

    @Test
    public void F1_anIdleConnectionThatClosesIsNoticedUnasked() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(overTcp(servers.unhurried()));
        primary().closeSockets();
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(servers.story()).containsExactly("REGISTER primary", "REGISTER backup");
        servers.awaitTransitions("tcp_refused", 1);
    }

    @Test
    public void F1_tlsHandshakeFails() throws Exception {
        // Valid for nobody: the phone was not told to trust this certificate.
        Certificate stranger = Certificate.in(servers.directory(), "stranger");
        PocketServer tls = servers.start(PocketServer.named("tls").tls(stranger.context()));
        FanvilFile file =
                servers.unhurried().set("Transport", 3).set("Register Port", tls.tlsPort());
        PhoneProcess phone = servers.phone(file, "--log", "debug");
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(phone.log()).contains(":" + tls.tlsPort() + "/tls: TLS ");
        assertThat(tls.received("REGISTER")).isEmpty();
        assertThat(health(phone, tls.tlsPort())).isNotEqualTo("available");
    }

    @Test
    public void F1_404MovesNothing() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.unhurried(), "--time-scale", "100");
        primary().code("REGISTER", 404);
        phone.register();
        JsonObject line = phone.awaitLine("unregistered", primary().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("response_404");
        primary().up();
        // Reg Fail Interval is 32 s, a hundred times as fast.
        phone.awaitState("on_primary", SOON);
        assertThat(backup().received()).isEmpty();
    }

    @Test
    public void F1_404ToAnInviteIsTheCallersAnswer() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        primary().code("INVITE", 404);
        String call = phone.dial("200");
        JsonObject failed = phone.awaitCall(call, "state", "failed", SOON);
        assertThat(failed.get("code").getAsInt()).isEqualTo(404);
        primary().up();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(backup().received()).isEmpty();
    }
}
