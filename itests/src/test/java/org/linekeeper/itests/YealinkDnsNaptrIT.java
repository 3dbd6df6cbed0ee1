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

import org.junit.Rule;
import org.junit.Test;
import org.linekeeper.lab.dns.RecordType;
import org.linekeeper.lab.server.PocketServer;

/** Y2: from NAPTR records to a way, and what there is without them. */
public class YealinkDnsNaptrIT {
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

    /** A server on all transports, whose certificate is the domain's. */
    private PocketServer overTls(String name, Certificate certificate) {
        return names.withHost(PocketServer.named(name).tls(certificate.context()));
    }

    private Certificate certificate() throws Exception {
        return Certificate.ofDomain(names.directory(), PBX);
    }

    @Test
    public void Y2_naptrByOrderThenPreference() throws Exception {
        names.naptr(10, 20, "s", "SIP+D2U", service("third"));
        names.naptr(5, 99, "s", "SIP+D2U", service("first"));
        names.naptr(10, 10, "s", "SIP+D2T", service("second"));
        names.srv("first", 0, 0, c());
        names.srv("second", 0, 0, b());
        names.srv("third", 0, 0, a());
        b().closeSockets();
        c().closeSockets();
        names.phoneOn(a(), file());
        assertThat(names.ways()).containsExactly("udp c", "tcp b", "udp a");
    }

    @Test
    public void Y2_theServicesOfSipOverUdpTcpAndTlsAreTakenAndSctpIsPassedOver() throws Exception {
        Certificate certificate = certificate();
        PocketServer t = overTls("t", certificate);
        names.naptr(1, 0, "s", "SIP+D2S", service("_sip._sctp"));
        names.naptr(2, 0, "s", "SIP+D2T", service("_sip._tcp"));
        names.naptr(3, 0, "s", "E2U+sip", service("_sip._enum"));
        names.naptr(4, 0, "s", "SIP+D2U", service("_sip._udp"));
        names.naptr(5, 0, "s", "SIPS+D2T", service("_sips._tcp"));
        names.srv("_sip._sctp", 0, 0, c());
        names.srv("_sip._tcp", 0, 0, a());
        names.srv("_sip._enum", 0, 0, c());
        names.srv("_sip._udp", 0, 0, b());
        names.srv("_sips._tcp", 0, 0, t, t.tlsPort());
        a().closeSockets();
        b().closeSockets();
        PhoneProcess phone = names.phone(file(), "--tls-ca", certificate.pem().toString());
        phone.awaitLine("on_backup", t.tlsPort(), Scene.SOON);
        assertThat(names.ways()).containsExactly("tcp a", "udp b", "tls t");
        assertThat(names.asked("_sip._sctp") + names.asked("_sip._enum")).isZero();
        assertThat(c().received()).isEmpty();
    }

    @Test
    public void Y2_flagSLeadsToSrvAndFlagAToAHostInEitherCase() throws Exception {
        names.dns().a("large." + PBX, TTL_SECONDS, loopback(1));
        names.dns().a("small." + PBX, TTL_SECONDS, loopback(2));
        names.naptr(1, 0, "A", "SIP+D2U", "large." + PBX);
        names.naptr(2, 0, "a", "sip+d2t", "small." + PBX);
        names.naptr(3, 0, "S", "SIP+D2U", service("large"));
        names.naptr(4, 0, "s", "SIP+D2T", service("small"));
        names.srv("large", 0, 0, a());
        names.srv("small", 0, 0, b());
        a().closeSockets();
        names.phoneOn(b(), file());
        assertThat(names.ways())
                .containsExactly(
                        "udp " + loopback(1) + ":" + SIP_PORT,
                        "tcp " + loopback(2) + ":" + SIP_PORT,
                        "udp a",
                        "tcp b");
    }

    @Test
    public void Y2_flagsUAndPArePassedOver() throws Exception {
        names.naptr(1, 0, "u", "SIP+D2U", service("uri"));
        names.naptr(2, 0, "P", "SIP+D2U", service("protocol"));
        names.naptr(3, 0, "s", "SIP+D2U", service("_sip._udp"));
        names.srv("uri", 0, 0, a());
        names.srv("protocol", 0, 0, b());
        names.srv("_sip._udp", 0, 0, c());
        names.phoneOn(c(), file());
        assertThat(names.ways()).containsExactly("udp c");
        assertThat(names.asked("uri") + names.asked("protocol")).isZero();
    }

    @Test
    public void Y2_anEmptyFlagAsksForNaptrAgainOnTheReplacement() throws Exception {
        String carrier = "carrier.example";
        names.naptr(1, 0, "", "SIP+D2T", carrier);
        names.naptr(2, 0, "s", "SIP+D2U", service("_sip._udp"));
        names.dns().naptr(carrier, TTL_SECONDS, 1, 0, "s", "SIP+D2T", service("theirs"));
        names.srv("theirs", 0, 0, b());
        names.srv("_sip._udp", 0, 0, a());
        names.phoneOn(b(), file());
        assertThat(names.ways()).containsExactly("tcp b");
        assertThat(names.dns().queries(carrier, RecordType.NAPTR)).isEqualTo(1);
    }

    @Test
    public void Y2_withoutNaptrTheSrvOfUdpAloneIsAskedFor() throws Exception {
        names.srv("_sip._tcp", 0, 0, a());
        names.srv("_sip._udp", 0, 0, b());
        names.phoneOn(b(), file().set("naptr_build", 0));
        assertThat(names.ways()).containsExactly("udp b");
        assertThat(names.dns().queries(PBX, RecordType.NAPTR)).isEqualTo(1);
        assertThat(names.asked("_sip._udp")).isEqualTo(1);
        assertThat(names.asked("_sip._tcp") + names.asked("_sips._tcp")).isZero();
    }

    @Test
    public void Y2_withoutNaptrTheSrvOfAllThreeIsAskedForWhenTheFileSaysSo() throws Exception {
        Certificate certificate = certificate();
        PocketServer t = overTls("t", certificate);
        names.srv("_sips._tcp", 0, 0, t, t.tlsPort());
        names.srv("_sip._tcp", 2, 0, b());
        names.srv("_sip._tcp", 1, 0, c());
        names.srv("_sip._udp", 9, 0, a());
        a().closeSockets();
        b().closeSockets();
        c().closeSockets();
        YealinkFile file = file().set("naptr_build", 1);
        PhoneProcess phone = names.phone(file, "--tls-ca", certificate.pem().toString());
        phone.awaitLine("on_backup", t.tlsPort(), Scene.SOON);
        assertThat(names.ways()).containsExactly("udp a", "tcp c", "tcp b", "tls t");
        assertThat(names.dns().queries(host(t), RecordType.A)).isEqualTo(1);
    }
}
