// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.msBetween;

import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;

/** A phone whose server is a name: NAPTR, SRV and A from a real NSD, two real Kamailios there. */
@Category(Full.class)
public class NsdIT {
    /** Expiries and TTLs pass so much faster: both are 60 s, 3 s here. */
    private static final int SCALE = 20;

    private static final int EXPIRES_SECONDS = 60;

    /** Three sends at 0, 500 and 1,500 ms, the verdict when the fourth would be due. */
    private static final long SILENCE_MS = 3_500;

    @Rule public final NsdAndKamailios servers = new NsdAndKamailios();

    @BeforeClass
    public static void realServersAreInstalled() {
        NsdAndKamailios.areInstalled();
    }

    private static YealinkFile file(int failbackMode) {
        return YealinkFile.server(NsdAndKamailios.NAME)
                .unhurried(1)
                .set("sip_server.1.transport_type", 3)
                .set("sip_server.1.expires", EXPIRES_SECONDS)
                .set("sip_server.1.failback_mode", failbackMode)
                .set("sip_server.1.failback_timeout", 60);
    }

    /** Starts the phone and waits until the first Kamailio has its registration. */
    private PhoneProcess phone(int failbackMode) throws Exception {
        PhoneProcess phone =
                servers.phone(file(failbackMode), "--time-scale", Integer.toString(SCALE));
        phone.awaitLine("on_primary", servers.first().port(), SOON);
        return phone;
    }

    private void expectCallsThrough(RealKamailio node, PhoneProcess phone) throws Exception {
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        assertThat(servers.answerer().awaitFirst("INVITE").viaPort()).isEqualTo(node.port());
        phone.hangUp(call);
        assertThat(servers.answerer().awaitFirst("BYE").viaPort()).isEqualTo(node.port());
        phone.awaitCall(call, "bye", "ok", SOON);

        SippCaller caller = servers.caller(node);
        phone.answer(phone.awaitRinging(SOON));
        assertThat(caller.succeeds(SOON)).isTrue();
    }

    /** A dead server inside the name, calls meanwhile, and the way back. */
    private void outage(int failbackMode) throws Exception {
        PhoneProcess phone = phone(failbackMode);
        assertThat(phone.trace()).anyMatch(line -> line.isAnswer(401, servers.first().port()));
        servers.first().kill();
        // The refresh is due after 90 % at the latest; ICMP then decides at once.
        phone.awaitLine("on_backup", servers.second().port(), SOON);
        expectCallsThrough(servers.second(), phone);

        servers.first().startAgain();
        phone.awaitLine("on_primary", servers.first().port(), SOON);
        SippCaller caller = servers.caller(servers.first());
        phone.answer(phone.awaitRinging(SOON));
        assertThat(caller.succeeds(SOON)).isTrue();
    }

    @Test
    public void Y7_anOutageWithFailbackByEachNewRequest() throws Exception {
        outage(0);
    }

    @Test
    public void Y11_anOutageWithFailbackByTheTtlOfNsd() throws Exception {
        outage(1);
    }

    @Test
    public void Y11_anOutageWithFailbackByTheRegistration() throws Exception {
        outage(2);
    }

    @Test
    public void Y11_anOutageWithFailbackByDuration() throws Exception {
        outage(3);
    }

    @Test
    public void Y7_aSilentFirstServerCostsTheComputedTime() throws Exception {
        servers.first().freeze();
        PhoneProcess phone = servers.phone(file(0));
        phone.awaitLine("on_backup", servers.second().port(), SOON);
        servers.first().thaw();
        assertThat(servers.sends("REGISTER", servers.first())).hasSize(3);
        assertThat(
                        msBetween(
                                servers.sends("REGISTER", servers.first()),
                                servers.oks(servers.second())))
                .isBetween(SILENCE_MS, SILENCE_MS + SLACK_MS);
    }
}
