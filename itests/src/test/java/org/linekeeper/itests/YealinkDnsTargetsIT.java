// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;
import static org.linekeeper.itests.PbxNames.PBX;
import static org.linekeeper.itests.PbxNames.SIP_PORT;
import static org.linekeeper.itests.PbxNames.TTL_SECONDS;
import static org.linekeeper.itests.PbxNames.file;
import static org.linekeeper.itests.PbxNames.host;
import static org.linekeeper.itests.PbxNames.loopback;
import static org.linekeeper.itests.PbxNames.service;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.Scene.until;
import static org.linekeeper.itests.YealinkServers.VERDICT_MS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.dns.RecordType;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.PocketServerBuilder;
import org.linekeeper.lab.server.Recorded;
import org.linekeeper.lab.server.Transport;

/** Y1, Y3 and Y4: which questions a server's name takes, and its targets in which order. */
@Category(Full.class)
public class YealinkDnsTargetsIT {
    @Rule public final PbxNames names = new PbxNames();

    private PocketServer a() {
        return names.a();
    }

    private PocketServer b() {
        return names.b();
    }

    private PocketServer c() {
        return names.c();
    }

    private int asked(String name, RecordType type) {
        return names.dns().queries(name, type);
    }

    @Test
    public void Y1_port0AndTransport3AskForNaptrThenSrvThenAddresses() throws Exception {
        names.naptr(1, 0, "s", "SIP+D2T", service("_sip._tcp"));
        names.srv("_sip._tcp", 0, 0, b());
        names.srv("_sip._udp", 0, 0, a());
        names.dns().a(PBX, TTL_SECONDS, loopback(1));
        names.phoneOn(b(), file());
        assertThat(names.ways()).containsExactly("tcp b");
        assertThat(asked(PBX, RecordType.NAPTR)).isEqualTo(1);
        assertThat(names.asked("_sip._tcp")).isEqualTo(1);
        assertThat(asked(host(b()), RecordType.A)).isEqualTo(1);
        assertThat(names.asked("_sip._udp") + asked(PBX, RecordType.A)).isZero();
    }

    @Test
    public void Y1_anExplicitPortWithTransport3AsksForAddressesAloneAndMeansUdp() throws Exception {
        names.naptr(1, 0, "s", "SIP+D2T", service("_sip._tcp"));
        names.srv("_sip._tcp", 0, 0, b());
        names.dns().a(PBX, TTL_SECONDS, "127.0.0.1");
        names.phoneOn(a(), file().set("sip_server.1.port", a().port()));
        assertThat(names.ways()).containsExactly("udp a");
        assertThat(asked(PBX, RecordType.A)).isEqualTo(1);
        assertThat(asked(PBX, RecordType.NAPTR) + asked(PBX, RecordType.SRV)).isZero();
        assertThat(names.asked("_sip._udp") + names.asked("_sip._tcp")).isZero();
    }

    @Test
    public void Y1_port0WithAFixedTransportAsksForItsOwnSrvAlone() throws Exception {
        Certificate certificate = Certificate.ofDomain(names.directory(), PBX);
        PocketServerBuilder builder = PocketServer.named("t").tls(certificate.context());
        PocketServer t = names.withHost(builder);
        names.naptr(1, 0, "s", "SIP+D2U", service("elsewhere"));
        names.srv("elsewhere", 0, 0, c());
        names.srv("_sip._udp", 0, 0, a());
        names.srv("_sip._tcp", 0, 0, b());
        names.srv("_sips._tcp", 0, 0, t, t.tlsPort());
        YealinkFile file = YealinkFile.server(PBX).unhurried(1);
        file.account(2, "101", PBX).phone("account.2.sip_server.1.transport_type", 1);
        file.account(3, "102", PBX).phone("account.3.sip_server.1.transport_type", 2);
        file.unhurried(2).unhurried(3);
        names.phone(file, "--tls-ca", certificate.pem().toString());
        assertThat(registered(a())).isEqualTo(Transport.UDP);
        assertThat(registered(b())).isEqualTo(Transport.TCP);
        assertThat(registered(t)).isEqualTo(Transport.TLS);
        assertThat(c().received()).isEmpty();
        assertThat(asked(PBX, RecordType.NAPTR)).isZero();
        for (String labels : List.of("_sip._udp", "_sip._tcp", "_sips._tcp")) {
            assertThat(names.asked(labels)).as(labels).isEqualTo(1);
        }
    }

    private static Transport registered(PocketServer server) {
        List<Recorded> received = server.awaitReceived("REGISTER", 1, SOON);
        assertThat(received).hasSize(1);
        return received.get(0).transport();
    }

    @Test
    public void Y1_whereNoPortIsFoundItIs5060And5061WithTls() throws Exception {
        names.dns().a(PBX, TTL_SECONDS, loopback(1));
        YealinkFile file = file().second(PBX).set("sip_server.2.transport_type", 2);
        file.set("fallback.redundancy_type", 1);
        names.phone(file);
        until("both were tried", () -> names.ways().size() >= 2);
        assertThat(names.ways())
                .startsWith("udp " + loopback(1) + ":5060", "tls " + loopback(1) + ":5061");
        assertThat(names.asked("_sip._udp")).isPositive();
        assertThat(names.asked("_sips._tcp")).isPositive();
    }

    @Test
    public void Y3_byPriorityAndTheGreaterWeightFirst() throws Exception {
        PocketServer d = names.withHost(PocketServer.named("d"));
        names.srv("_sip._udp", 2, 100, d);
        names.srv("_sip._udp", 1, 0, a());
        names.srv("_sip._udp", 1, 50, c());
        names.srv("_sip._udp", 1, 5, b());
        Stream.of(a(), b(), c()).forEach(PocketServer::silent);
        names.phoneOn(d, PbxNames.hasty());
        assertThat(names.ways()).containsExactly("udp c", "udp b", "udp a", "udp d");
        assertThat(names.sends("REGISTER", c())).hasSize(3);
        assertThat(msBetween(names.sends("REGISTER", c()), names.sends("REGISTER", b())))
                .isBetween(VERDICT_MS, VERDICT_MS + SLACK_MS);
    }

    @Test
    public void Y3_equalWeightsAreSharedAtRandomAndALineStaysWithItsOwn() throws Exception {
        int lines = 16;
        YealinkFile file = YealinkFile.over();
        for (int line = 1; line <= lines; line++) {
            String name = "n" + line + ".example";
            for (PocketServer server : List.of(a(), b(), c())) {
                names.dns()
                        .srv("_sip._udp." + name, TTL_SECONDS, 1, 7, server.port(), host(server));
            }
            file.account(line, Integer.toString(99 + line), name);
            file.unhurried(line);
            // The draw is kept even where answers are not.
            file.phone("account." + line + ".dns_cache_type", line % 3);
        }
        PhoneProcess phone = names.phone(file);
        until("all are registered", () -> names.transitions("registered") == lines);
        assertThat(List.of(a(), b(), c()))
                .filteredOn(each -> !users(each).isEmpty())
                .hasSizeGreaterThan(1);
        for (int line = 1; line <= lines; line++) {
            phone.register(line);
        }
        until("all are registered again", () -> registrations().size() == 2 * lines);
        assertThat(Stream.of(a(), b(), c()).mapToInt(server -> users(server).size()).sum())
                .isEqualTo(lines);
    }

    /** Who registered with which CSeq: retransmissions count once. */
    private Set<String> registrations() {
        Set<String> all = new HashSet<>();
        for (PocketServer server : List.of(a(), b(), c())) {
            server.received("REGISTER")
                    .forEach(r -> all.add(user(r) + " " + r.message().first("CSeq")));
        }
        return all;
    }

    private static Set<String> users(PocketServer server) {
        return server.received("REGISTER").stream().map(YealinkDnsTargetsIT::user).collect(toSet());
    }

    private static String user(Recorded register) {
        return register.message().from().uri();
    }

    @Test
    public void Y4_theWorkedExampleOfAppendixA() throws Exception {
        String domain = "yealink.pbx.com";
        PocketServer server1 = names.start(names.named("server1", 13).port(SIP_PORT));
        PocketServer server2 = names.start(names.named("server2", 14).port(SIP_PORT));
        names.dns()
                .naptr(domain, 60, 90, 50, "s", "SIP+D2T", "_sip._tcp." + domain)
                .naptr(domain, 60, 100, 50, "s", "SIP+D2U", "_sip._udp." + domain)
                .srv("_sip._tcp." + domain, 60, 0, 1, SIP_PORT, "server1." + domain)
                .srv("_sip._tcp." + domain, 60, 0, 2, SIP_PORT, "server2." + domain)
                .srv("_sip._udp." + domain, 60, 0, 1, SIP_PORT, "server1." + domain)
                .srv("_sip._udp." + domain, 60, 0, 2, SIP_PORT, "server2." + domain)
                .a("server1." + domain, 60, loopback(13))
                .a("server2." + domain, 60, loopback(14));
        PhoneProcess phone = names.example("appendix-a.cfg", YealinkFile.over(), names.withDns());
        phone.awaitState("on_primary", SOON);
        assertThat(names.ways()).containsExactly("tcp server2");
        server2.closeSockets();
        phone.awaitState("on_backup", SOON);
        assertThat(names.ways()).containsExactly("tcp server2", "tcp server1");
        assertThat(server1.bindings("4605")).hasSize(1);
    }

    @Test
    public void Y4_eachAddressOfANameIsATargetInTheOrderOfTheAnswer() throws Exception {
        PocketServer third = names.start(names.named("third", 3));
        PocketServer first = names.start(names.named("first", 1).port(third.port()));
        PocketServer second = names.start(names.named("second", 2).port(third.port()));
        for (PocketServer server : List.of(third, first, second)) {
            String ip = server.address().getAddress().getHostAddress();
            names.dns().a(PBX, TTL_SECONDS, ip);
        }
        third.closeSockets();
        first.closeSockets();
        names.phoneOn(second, file().set("sip_server.1.port", third.port()));
        assertThat(names.ways()).containsExactly("udp third", "udp first", "udp second");
        assertThat(asked(PBX, RecordType.A)).isEqualTo(1);
    }

    @Test
    public void Y4_aDeadIpv6CostsOneAttemptAtMost() throws Exception {
        // Nobody has either of them: the one refuses at once, the other may be a black hole.
        names.dns().aaaa(PBX, TTL_SECONDS, "::1").aaaa(PBX, TTL_SECONDS, "2001:db8::1");
        names.dns().a(PBX, TTL_SECONDS, "127.0.0.1");
        names.phoneOn(a(), file().set("sip_server.1.port", a().port()));
        assertThat(names.ways()).endsWith("udp a").hasSizeLessThanOrEqualTo(2);
    }

    @Test
    public void Y4_aNameOfIpv6AloneIsRegisteredWith() throws Exception {
        InetAddress ipv6 = InetAddress.getByName("::1");
        assumeTrue("::1 is there", isOurs(ipv6));
        PocketServer six = names.start(PocketServer.named("six").address(ipv6));
        names.dns().aaaa(PBX, TTL_SECONDS, "::1");
        names.phoneOn(six, file().set("sip_server.1.port", six.port()));
        assertThat(names.ways()).containsExactly("udp six");
        assertThat(six.bindings("100")).hasSize(1);
    }

    private static boolean isOurs(InetAddress address) {
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
