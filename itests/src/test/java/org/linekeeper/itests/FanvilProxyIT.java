// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.T1_MS;
import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.Scene.until;
import static org.linekeeper.itests.TwoServers.VERDICT_MS;
import static org.linekeeper.itests.TwoServers.WHOLE_MS;
import static org.linekeeper.itests.TwoServers.WHOLE_SENDS;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.dns.PocketDns;
import org.linekeeper.lab.dns.RecordType;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Recorded;
import org.linekeeper.lab.server.Step;
import org.linekeeper.lab.sip.SipMessage;

/**
 * Proxy and BakProxy, Need Reg On, DNS SRV and DNS Mode. As proxies the primary and the backup
 * stand before a server that the phone never talks to.
 */
@Category(Full.class)
public class FanvilProxyIT {
    private static final String[] FAST = {"--time-scale", "20"};
    private static final long INTERVAL_MS = 500;
    private static final String SERVER = "pbx.example";
    private static final int TTL_SECONDS = 300;

    @Rule public final TwoServers servers = new TwoServers();

    private PocketServer primary() {
        return servers.primary();
    }

    private PocketServer backup() {
        return servers.backup();
    }

    /** The primary and the backup as proxies. */
    private FanvilFile proxies() throws Exception {
        return servers.file()
                .set("Register Addr", SERVER)
                .set("Register Port", 5060)
                .set("Backup Addr", "")
                .set("Proxy Addr", "127.0.0.1")
                .set("Proxy Port", primary().port())
                .set("BakProxy Addr", "127.0.0.1")
                .set("BakProxy Port", backup().port());
    }

    private static SipMessage last(PocketServer server, String method) {
        List<Recorded> received = server.awaitReceived(method, 1, SOON);
        return received.get(received.size() - 1).message();
    }

    private static void assertThrough(PocketServer proxy, String method) {
        SipMessage request = last(proxy, method);
        assertThat(request.list("Route"))
                .containsExactly("<sip:127.0.0.1:" + proxy.port() + ";lr>");
        assertThat(request.uri()).endsWith(SERVER);
        assertThat(request.from().uri()).isEqualTo("sip:100@" + SERVER);
    }

    @Test
    public void F2_aRegisterGoesThroughTheProxyAndThenThroughItsBackup() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(proxies());
        assertThrough(primary(), "REGISTER");
        assertThat(last(primary(), "REGISTER").uri()).isEqualTo("sip:" + SERVER);
        primary().silent();
        phone.register();
        phone.awaitLine("on_backup", backup().port(), SOON);
        List<TraceLine> asked = servers.sends("REGISTER", primary());
        assertThat(asked).hasSize(4);
        assertThat(msBetween(asked, servers.sends("REGISTER", backup())))
                .isBetween(VERDICT_MS, VERDICT_MS + SLACK_MS);
        assertThrough(backup(), "REGISTER");
    }

    @Test
    public void F3_anInviteGoesThroughTheBackupProxyAfterARegister() throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(proxies());
        primary().code("INVITE", 503);
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story().get(0)).isEqualTo("INVITE primary");
        assertThat(servers.story().stream().filter(words -> words.endsWith("backup")))
                .containsExactly("REGISTER backup", "INVITE backup", "ACK backup");
        assertThrough(backup(), "INVITE");
        assertThat(last(backup(), "INVITE").uri()).isEqualTo("sip:200@" + SERVER);
    }

    @Test
    public void F4_aByeFollowsThroughTheBackupProxy() throws Exception {
        primary().recordRoute(true);
        PhoneProcess phone = servers.phoneOnPrimary(proxies());
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        primary().silent();
        servers.mark();
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
        assertThat(servers.story()).containsExactly("BYE primary", "REGISTER backup", "BYE backup");
        assertThat(last(backup(), "BYE").list("Route"))
                .hasSize(1)
                .allMatch(route -> route.contains(":" + backup().port()));
        assertThat(primary().calls()).isEmpty();
    }

    @Test
    public void F6_whenBothProxiesAreDownTheLastOneGetsTheWholeTimeAndTheRequestFails()
            throws Exception {
        PhoneProcess phone = servers.phoneOnPrimary(proxies());
        primary().silent();
        backup().silent();
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "failed", SOON);
        assertThat(servers.sends("INVITE", primary())).hasSize(4);
        assertThat(servers.sends("REGISTER", backup())).hasSize(WHOLE_SENDS);
        assertThat(servers.sends("INVITE", backup())).isEmpty();
    }

    @Test
    public void F7_theProxyIsProbedEachFailbackIntervalAndTakesTheLineBack() throws Exception {
        primary().silent();
        PhoneProcess phone = servers.phone(proxies(), FAST);
        phone.awaitLine("on_backup", backup().port(), SOON);
        servers.mark();
        List<List<TraceLine>> probes = Attempts.await(servers, "REGISTER", primary(), 3);
        // The first may have been under way when the mark was set.
        assertThat(probes.get(1)).hasSize(WHOLE_SENDS);
        long period = WHOLE_MS + INTERVAL_MS;
        assertThat(Attempts.periods(probes).get(1)).isBetween(period - 1, period + SLACK_MS);
        assertThrough(primary(), "REGISTER");
        assertThat(servers.sends("REGISTER", backup())).isEmpty();

        primary().up();
        JsonObject line = phone.awaitLine("on_primary", primary().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("returned");
        until("the old binding is gone", () -> backup().bindings("100").size() == 1);
        assertThat(backup().bindings("100")).extracting("server").containsExactly("primary");
        servers.mark();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).containsExactly("INVITE primary", "ACK primary");
        assertThrough(primary(), "INVITE");
    }

    @Test
    public void theProxysUserAndPasswordAreUsedWhereTheLineHasNone() throws Exception {
        PocketServer proxy = servers.start(PocketServer.named("proxy").user("900", "other"));
        FanvilFile file =
                proxies()
                        .set("Proxy Port", proxy.port())
                        .set("Register Pswd", "")
                        .set("Proxy User", "900")
                        .set("Proxy Pswd", "other");
        PhoneProcess phone = servers.phone(file);
        phone.awaitLine("on_primary", proxy.port(), SOON);
        assertThat(last(proxy, "REGISTER").first("Authorization"))
                .hasValueSatisfying(said -> assertThat(said).contains("username=\"900\""));
        assertThat(last(proxy, "REGISTER").from().uri()).isEqualTo("sip:100@" + SERVER);
    }

    @Test
    public void needRegOn_withoutItAnInviteGoesToTheServerInUseAtOnce() throws Exception {
        PhoneProcess phone = withALapsedBinding(servers.file(), 4 * T1_MS, primary(), backup());
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.sends("INVITE", primary())).isNotEmpty();
    }

    @Test
    public void needRegOn_noInviteGoesToAPrimaryWithoutARegistration() throws Exception {
        assertNoInvite(servers.file().set("Need Reg On", 1), primary(), backup());
    }

    @Test
    public void needRegOn_noInviteGoesToABackupWithoutARegistration() throws Exception {
        assertNoInvite(servers.file().set("Backup Need Reg On", 1), backup(), primary());
    }

    @Test
    public void needRegOn_noInviteGoesThroughAProxyWithoutARegistration() throws Exception {
        assertNoInvite(proxies().set("Proxy Need Reg On", 1), primary(), backup());
    }

    @Test
    public void needRegOn_noInviteGoesThroughABackupProxyWithoutARegistration() throws Exception {
        assertNoInvite(proxies().set("BakProxy Need Reg On", 1), backup(), primary());
    }

    private void assertNoInvite(FanvilFile file, PocketServer used, PocketServer other)
            throws Exception {
        PhoneProcess phone = withALapsedBinding(file, 2 * T1_MS, used, other);
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.sends("INVITE", used)).isEmpty();
        List<List<TraceLine>> asked = Attempts.of(servers, "REGISTER", used);
        assertThat(asked.get(asked.size() - 1)).hasSize(4);
        assertThat(servers.sends("INVITE", other)).isNotEmpty();
    }

    /** The server in use leaves a refresh alone unanswered, and what it granted has run out. */
    private PhoneProcess withALapsedBinding(
            FanvilFile file, int t1Ms, PocketServer used, PocketServer other) throws Exception {
        FanvilFile slow =
                file.set("Enable Failback", 0)
                        .set("Session Timer T1", t1Ms)
                        .set("Session Timer T2", 8 * t1Ms)
                        .set("Session Timer T4", 10 * t1Ms);
        used.grantExpires(30);
        other.closeSockets();
        PhoneProcess phone = servers.phone(slow, FAST);
        until("it is in use", () -> phone.line().get("state").getAsString().startsWith("on_"));
        // Before, so that the mark cuts off no send of the refresh that is left alone.
        servers.mark();
        used.script("REGISTER", Step.nothing());
        other.up();
        until("a refresh", () -> !servers.sends("REGISTER", used).isEmpty());
        Instant end = Instant.parse(phone.line().get("expires_at").getAsString());
        until("the binding has run out", () -> Instant.now().isAfter(end));
        return phone;
    }

    /** A file whose server 1 is a name, with a port that no SRV record has. */
    private FanvilFile named(int port) throws Exception {
        return servers.file()
                .set("Register Addr", SERVER)
                .set("Register Port", port)
                .set("Backup Addr", "");
    }

    private PhoneProcess phone(FanvilFile file, PocketDns dns) throws Exception {
        return servers.phone(file, "--dns", "127.0.0.1:" + dns.port());
    }

    private PocketDns dns() {
        return servers.closed(PocketDns.start()).a("host." + SERVER, TTL_SECONDS, "127.0.0.1");
    }

    private static void srv(PocketDns dns, String transport, int priority, PocketServer server) {
        String name = "_sip._" + transport + "." + SERVER;
        dns.srv(name, TTL_SECONDS, priority, 0, server.port(), "host." + SERVER);
    }

    @Test
    public void dnsSrv_asksForSrvWhateverThePortSays() throws Exception {
        PocketDns dns = dns().a(SERVER, TTL_SECONDS, "127.0.0.1");
        srv(dns, "udp", 1, primary());
        PocketServer wrong = servers.start(PocketServer.named("wrong"));
        PhoneProcess phone = phone(named(wrong.port()).set("DNS SRV", 1), dns);
        phone.awaitLine("on_primary", primary().port(), SOON);
        assertThat(last(primary(), "REGISTER").uri()).isEqualTo("sip:" + SERVER);
        assertThat(wrong.received()).isEmpty();
        assertThat(dns.queries(SERVER, RecordType.NAPTR)).isZero();
    }

    @Test
    public void dnsSrv_eachTargetOfTheNameIsTriedBeforeTheBackup() throws Exception {
        PocketServer second = servers.start(PocketServer.named("second"));
        PocketDns dns = dns();
        srv(dns, "udp", 1, primary());
        srv(dns, "udp", 2, second);
        FanvilFile file =
                named(5060)
                        .set("DNS SRV", 1)
                        .set("Backup Addr", "127.0.0.1")
                        .set("Backup Port", backup().port());
        primary().closeSockets();
        PhoneProcess phone = phone(file, dns);
        phone.awaitLine("on_backup", second.port(), SOON);
        assertThat(backup().received()).isEmpty();
        second.closeSockets();
        phone.register();
        phone.awaitLine("on_backup", backup().port(), SOON);
    }

    @Test
    public void dnsSrv_thePortServesTheAddressWhereThereIsNoSrv() throws Exception {
        PocketDns dns = dns().a(SERVER, TTL_SECONDS, "127.0.0.1");
        PhoneProcess phone = phone(named(primary().port()).set("DNS SRV", 1), dns);
        phone.awaitLine("on_primary", primary().port(), SOON);
        assertThat(dns.queries("_sip._udp." + SERVER, RecordType.SRV)).isPositive();
    }

    @Test
    public void dnsSrv_withoutItAddressesOnlyAreAskedFor() throws Exception {
        PocketDns dns = dns().a(SERVER, TTL_SECONDS, "127.0.0.1");
        srv(dns, "udp", 1, backup());
        PhoneProcess phone = phone(named(primary().port()), dns);
        phone.awaitLine("on_primary", primary().port(), SOON);
        assertThat(dns.queries("_sip._udp." + SERVER, RecordType.SRV)).isZero();
        assertThat(dns.queries(SERVER, RecordType.NAPTR)).isZero();
    }

    @Test
    public void dnsMode_2AsksForNaptrWhichChoosesTheTransport() throws Exception {
        PocketDns dns =
                dns().naptr(SERVER, TTL_SECONDS, 90, 50, "s", "SIP+D2T", "_sip._tcp." + SERVER)
                        .naptr(SERVER, TTL_SECONDS, 100, 50, "s", "SIP+D2U", "_sip._udp." + SERVER);
        srv(dns, "tcp", 1, primary());
        srv(dns, "udp", 1, backup());
        PhoneProcess phone = phone(named(5060).set("DNS SRV", 1).set("DNS Mode", 2), dns);
        JsonObject line = phone.awaitLine("on_primary", primary().port(), SOON);
        assertThat(line.getAsJsonObject("target").get("transport").getAsString()).isEqualTo("tcp");
        primary().closeSockets();
        line = phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(line.getAsJsonObject("target").get("transport").getAsString()).isEqualTo("udp");
    }

    @Test
    public void dnsMode_1AsksForSrvOnlyOfProxiesToo() throws Exception {
        PocketDns dns = dns();
        srv(dns, "udp", 1, primary());
        srv(dns, "udp", 2, backup());
        FanvilFile file =
                named(5060)
                        .set("Register Addr", "registrar.example")
                        .set("Proxy Addr", SERVER)
                        .set("Proxy Port", 5099)
                        .set("DNS Mode", 1);
        primary().knownAs(SERVER);
        backup().knownAs(SERVER);
        primary().closeSockets();
        PhoneProcess phone = phone(file, dns);
        phone.awaitLine("on_backup", backup().port(), SOON);
        assertThat(last(backup(), "REGISTER").uri()).isEqualTo("sip:registrar.example");
        assertThat(last(backup(), "REGISTER").list("Route"))
                .hasSize(1)
                .allMatch(route -> route.contains(SERVER));
        assertThat(dns.queries(SERVER, RecordType.NAPTR)).isZero();
        assertThat(dns.queries("registrar.example", RecordType.A)).isZero();
    }
}
