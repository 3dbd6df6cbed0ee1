// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.PbxNames.PBX;
import static org.linekeeper.itests.PbxNames.SIP_PORT;
import static org.linekeeper.itests.PbxNames.TTL_SECONDS;
import static org.linekeeper.itests.PbxNames.file;
import static org.linekeeper.itests.PbxNames.host;
import static org.linekeeper.itests.PbxNames.loopback;
import static org.linekeeper.itests.PbxNames.service;
import static org.linekeeper.itests.Scene.SOON;

import java.io.IOException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.dns.RecordType;
import org.linekeeper.lab.server.PocketServer;

/** Y5: static records, the vendor's three examples among them. */
@Category(Full.class)
public class YealinkDnsStaticIT {
    private static final String DOMAIN = "yealink.pbx.com";

    @Rule public final PbxNames names = new PbxNames();

    private PocketServer a() {
        return names.a();
    }

    private PocketServer b() {
        return names.b();
    }

    /** The example's server of that last byte, at its real port on an address of loopback. */
    private PocketServer ofExample(String name, int lastByte) throws IOException {
        return names.start(names.named(name, lastByte).port(SIP_PORT));
    }

    /** What the examples lack to run. */
    private static YealinkFile account() {
        return YealinkFile.over().set("enable", 1).set("user_name", "100");
    }

    /** What the first example's servers are on this machine. */
    private static YealinkFile onLoopback() {
        return account()
                .phone("dns_cache_a.1.ip", loopback(13))
                .phone("dns_cache_a.2.ip", loopback(14));
    }

    private void moves(PhoneProcess phone, PocketServer from, String first, String second)
            throws Exception {
        phone.awaitState("on_primary", SOON);
        assertThat(names.ways()).containsExactly(first);
        from.closeSockets();
        phone.register();
        phone.awaitState("on_backup", SOON);
        assertThat(names.ways()).containsExactly(first, second);
    }

    @Test
    public void Y5_exampleOneWithoutADnsServer() throws Exception {
        PocketServer server1 = ofExample("server1", 13);
        ofExample("server2", 14);
        PhoneProcess phone = names.example("static-cache-1.cfg", onLoopback(), "--dns", "none");
        moves(phone, server1, "udp server1", "udp server2");
    }

    @Test
    public void Y5_exampleOneWhereDnsHasNoAddresses() throws Exception {
        ofExample("server1", 13);
        names.dns().naptr(DOMAIN, 60, 1, 0, "s", "SIP+D2T", "_sip._tcp." + DOMAIN);
        names.example("static-cache-1.cfg", onLoopback(), names.withDns())
                .awaitState("on_primary", SOON);
        assertThat(names.ways()).containsExactly("udp server1");
        assertThat(names.dns().queries(DOMAIN, RecordType.A)).isEqualTo(1);
    }

    @Test
    public void Y5_exampleTwoWhereDnsHasNoSrv() throws Exception {
        ofExample("server1", 13);
        PocketServer server2 = ofExample("server2", 14);
        addresses();
        PhoneProcess phone = names.example("static-cache-2.cfg", account(), names.withDns());
        moves(phone, server2, "tcp server2", "tcp server1");
        // naptr_build is 0: no SRV but that of UDP is asked for.
        assertThat(names.dns().queries("_sip._udp." + DOMAIN, RecordType.SRV)).isPositive();
        assertThat(names.dns().queries("_sip._tcp." + DOMAIN, RecordType.SRV)).isZero();
    }

    private void addresses() {
        names.dns().a("server1." + DOMAIN, TTL_SECONDS, loopback(13));
        names.dns().a("server2." + DOMAIN, TTL_SECONDS, loopback(14));
    }

    @Test
    public void Y5_exampleThreeWhereDnsHasNoNaptr() throws Exception {
        PocketServer server1 = ofExample("server1", 13);
        ofExample("server2", 14);
        addresses();
        String tcp = "_sip._tcp." + DOMAIN;
        names.dns().srv("_sip._udp." + DOMAIN, 60, 0, 0, SIP_PORT, "server2." + DOMAIN);
        names.dns().srv(tcp, 60, 0, 0, SIP_PORT, "server1." + DOMAIN);
        PhoneProcess phone = names.example("static-cache-3.cfg", account(), names.withDns());
        moves(phone, server1, "tcp server1", "udp server2");
        assertThat(names.dns().queries(DOMAIN, RecordType.NAPTR)).isPositive();
    }

    /** Static records that lead to server b; those of DNS lead to server a. */
    private YealinkFile bothSources() {
        names.naptr(1, 0, "s", "SIP+D2U", service("dns"));
        names.srv("dns", 0, 0, a());
        return file().phone("dns_cache_naptr.1.name", PBX)
                .phone("dns_cache_naptr.1.flags", "S")
                .phone("dns_cache_naptr.1.service", "SIP+D2U")
                .phone("dns_cache_naptr.1.replace", service("file"))
                .phone("dns_cache_srv.1.name", service("file"))
                .phone("dns_cache_srv.1.port", b().port())
                .phone("dns_cache_srv.1.target", "server." + PBX)
                .phone("dns_cache_a.1.name", "server." + PBX)
                .phone("dns_cache_a.1.ip", "127.0.0.1");
    }

    @Test
    public void Y5_whereBothKnowDnsIsFirst() throws Exception {
        names.phoneOn(a(), bothSources());
        assertThat(names.ways()).containsExactly("udp a");
    }

    @Test
    public void Y5_withStaticCachePriTheFileIsFirstAndDnsIsNotAsked() throws Exception {
        names.phoneOn(b(), bothSources().set("static_cache_pri", 1));
        assertThat(names.ways()).containsExactly("udp b");
        assertThat(names.dns().queries()).isZero();
    }

    @Test
    public void Y5_withNaptrBuild1TheOrderIsUdpTcpTls() throws Exception {
        PocketServer c = names.c();
        YealinkFile file = file().set("naptr_build", 1);
        srv(file, 1, "_sips._tcp", 0, c);
        srv(file, 2, "_sip._tcp", 7, b());
        srv(file, 3, "_sip._tcp", 8, a());
        srv(file, 4, "_sip._udp", 9, c);
        a().closeSockets();
        b().closeSockets();
        c.closeSockets();
        names.phone(file);
        String tls = "tls 127.0.0.1:" + c.port();
        Scene.until("all were tried", () -> names.ways().size() >= 4);
        assertThat(names.ways()).startsWith("udp c", "tcp b", "tcp a", tls);
    }

    private static void srv(
            YealinkFile file, int number, String labels, int priority, PocketServer server) {
        String record = "dns_cache_srv." + number + ".";
        file.phone(record + "name", service(labels))
                .phone(record + "priority", priority)
                .phone(record + "port", server.port())
                .phone(record + "target", host(server));
    }
}
