// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.until;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.linekeeper.lab.server.LabCall;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Recorded;
import org.linekeeper.lab.sip.CSeq;
import org.linekeeper.lab.sip.DigestAlgorithm;

/** What a line needs before failover: its password is believed, on IPv4 and on IPv6. */
public class FanvilAccountIT {
    @Rule public final TwoServers servers = new TwoServers();

    private PocketServer primary() {
        return servers.primary();
    }

    private PocketServer backup() {
        return servers.backup();
    }

    private void registersAndCallsWith(DigestAlgorithm... algorithms) throws Exception {
        primary().challenge(true).algorithms(algorithms);
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(primary().received("REGISTER")).anyMatch(FanvilAccountIT::isAuthorized);
        String algorithm = "algorithm=" + algorithms[0].token();
        assertThat(primary().received("INVITE"))
                .anyMatch(r -> proof(r, "Proxy-Authorization").contains(algorithm));
        assertThat(phone.trace()).noneMatch(line -> line.text().contains("response="));
    }

    private static boolean isAuthorized(Recorded request) {
        return !proof(request, "Authorization").isEmpty();
    }

    private static String proof(Recorded request, String header) {
        return request.message().first(header).orElse("");
    }

    @Test
    public void digestByMd5() throws Exception {
        registersAndCallsWith(DigestAlgorithm.MD5);
    }

    @Test
    public void digestBySha256() throws Exception {
        registersAndCallsWith(DigestAlgorithm.SHA_256);
    }

    @Test
    public void aStaleNonceIsReplacedUnasked() throws Exception {
        primary().challenge(true);
        PhoneProcess phone = servers.phoneOnPrimary(servers.file());
        primary().staleNonces().clearRecords();
        phone.register();
        until(
                "a proof with the new nonce",
                () -> primary().received("REGISTER").stream().anyMatch(this::isAccepted));
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_primary");
    }

    private boolean isAccepted(Recorded request) {
        return !primary()
                .sent(m -> m.code() == 200 && m.cseq().equals(request.message().cseq()))
                .isEmpty();
    }

    @Test
    public void aWrongPasswordIsNotHammered() throws Exception {
        primary().challenge(true);
        FanvilFile file = servers.unhurried().set("Register Pswd", "wrong");
        PhoneProcess phone = servers.phone(file, "--time-scale", "20");
        JsonObject line = phone.awaitLine("unregistered", primary().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("response_403");
        List<Recorded> asked = tries(2);
        // Reg Fail Interval is 32 s, twenty times as fast.
        long pause = asked.get(1).sinceStartMs() - asked.get(0).sinceStartMs();
        assertThat(pause).isBetween(1_550L, 1_600 + SLACK_MS);
        assertThat(backup().received()).isEmpty();
        assertThat(phone.trace()).noneMatch(entry -> entry.text().contains("wrong"));
        assertThat(phone.log()).doesNotContain("wrong");
    }

    /** The REGISTERs with a proof, one for each transaction. */
    private List<Recorded> tries(int count) {
        until(count + " tries", () -> proofs().size() >= count);
        return proofs();
    }

    private List<Recorded> proofs() {
        Map<CSeq, Recorded> proofs = new LinkedHashMap<>();
        primary().received("REGISTER").stream()
                .filter(FanvilAccountIT::isAuthorized)
                .forEach(each -> proofs.putIfAbsent(each.message().cseq(), each));
        return List.copyOf(proofs.values());
    }

    @Test
    public void serversOnIpv6() throws Exception {
        InetAddress loopback = InetAddress.getByName("::1");
        Assume.assumeTrue("this host has IPv6", isOurs(loopback));
        PocketServer first = servers.start(PocketServer.named("first").address(loopback));
        PocketServer second = servers.start(PocketServer.named("second").address(loopback));
        FanvilFile file =
                servers.file()
                        .set("Register Addr", "::1")
                        .set("Register Port", first.port())
                        .set("Backup Addr", "[::1]")
                        .set("Backup Port", second.port());
        PhoneProcess phone = servers.phoneOnPrimary(file);
        assertThat(first.bindings("100")).hasSize(1);
        first.silent();
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        phone.awaitLine("on_backup", second.port(), SOON);
        assertThat(second.calls()).hasSize(1);
        LabCall incoming = second.callTo("100").awaitRinging(SOON);
        phone.answer(phone.awaitRinging(SOON));
        incoming.awaitAnswered(SOON);
    }

    private static boolean isOurs(InetAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException none) {
            return false;
        }
    }
}
