// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.PbxNames.TTL_SECONDS;
import static org.linekeeper.itests.PbxNames.host;
import static org.linekeeper.itests.PbxNames.service;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.until;

import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.dns.RecordType;
import org.linekeeper.lab.server.PocketServer;

/** Y6: how long an answer of DNS is good for. */
@Category(Full.class)
public class YealinkDnsCacheIT {
    private static final String UDP = "_sip._udp";

    @Rule public final PbxNames names = new PbxNames();

    private PocketServer a() {
        return names.a();
    }

    private PocketServer b() {
        return names.b();
    }

    /** From now on DNS says that the service is another server's. */
    private void moveTo(PocketServer server, int ttlSeconds) {
        names.dns().remove(service(UDP));
        names.dns().srv(service(UDP), ttlSeconds, 0, 0, server.port(), host(server));
    }

    private static YealinkFile file(int cacheType) {
        return PbxNames.file().set("dns_cache_type", cacheType);
    }

    @Test
    public void Y6_type0AsksAnewForEachRegistration() throws Exception {
        moveTo(a(), TTL_SECONDS);
        PhoneProcess phone = names.phoneOn(a(), file(0));
        moveTo(b(), TTL_SECONDS);
        phone.register();
        until("it is registered with b", () -> PbxNames.isRegistered(phone, b().port()));
        assertThat(names.asked(UDP)).isGreaterThanOrEqualTo(2);
    }

    @Test
    public void Y6_type1KeepsAnAnswerForItsTtl() throws Exception {
        moveTo(a(), TTL_SECONDS);
        PhoneProcess phone = names.phoneOn(a(), file(1));
        moveTo(b(), TTL_SECONDS);
        phone.register();
        a().awaitReceived("REGISTER", 2, SOON);
        assertThat(names.asked(UDP)).isEqualTo(1);
        assertThat(b().received()).isEmpty();
    }

    @Test
    public void Y6_whenTheTtlIsOverDnsIsAskedAgain() throws Exception {
        // 3 s at this pace, in which the registration is not due again.
        moveTo(a(), 60);
        PhoneProcess phone = names.phoneOn(a(), file(1), "--time-scale", "20");
        moveTo(b(), 60);
        phone.register();
        a().awaitReceived("REGISTER", 2, SOON);
        assertThat(names.asked(UDP)).isEqualTo(1);
        until(
                "it is registered with b",
                () -> {
                    phone.register();
                    return PbxNames.isRegistered(phone, b().port());
                });
        assertThat(names.asked(UDP)).isBetween(2, 4);
    }

    @Test
    public void Y6_aTtlOf0IsGoodForOneUse() throws Exception {
        moveTo(a(), 0);
        PhoneProcess phone = names.phoneOn(a(), file(1));
        moveTo(b(), 0);
        phone.register();
        until("it is registered with b", () -> PbxNames.isRegistered(phone, b().port()));
        assertThat(names.asked(UDP)).isEqualTo(2);
    }

    @Test
    public void Y6_type1AsksForWhatCameAlong() throws Exception {
        names.dns().additional(true);
        moveTo(a(), TTL_SECONDS);
        names.phoneOn(a(), file(1));
        assertThat(names.dns().queries(host(a()), RecordType.A)).isEqualTo(1);
    }

    @Test
    public void Y6_type2KeepsWhatCameAlong() throws Exception {
        names.dns().additional(true);
        names.naptr(1, 0, "s", "SIP+D2U", service(UDP));
        moveTo(a(), TTL_SECONDS);
        names.phoneOn(a(), file(2));
        assertThat(names.ways()).containsExactly("udp a");
        assertThat(names.asked(UDP)).isZero();
        assertThat(names.dns().queries(host(a()), RecordType.A)).isZero();
    }
}
