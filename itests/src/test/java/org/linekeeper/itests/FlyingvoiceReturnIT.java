// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.Scene.until;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.Step;

/** V4 and V9 on the wire: the way back, and what becomes of the binding that is left. */
@Category(Full.class)
public class FlyingvoiceReturnIT extends FlyingvoiceWire {
    /** No heartbeat, a refresh each second. */
    private FlyingvoiceFile unwatched() {
        return file().patient()
                .set("primary_server_detect_interval", 0)
                .set("register_refresh_interval", 40);
    }

    private FlyingvoiceFile returningAfter(int delaySeconds) {
        return file().set("prefer_primary_server", 0)
                .set("DBID_SIP_BACK_TO_PRISERVER_DELAY_TIME", delaySeconds);
    }

    private List<TraceLine> answers(int code) throws Exception {
        return servers.trace().stream().filter(l -> l.isAnswer(code, primary().port())).toList();
    }

    private void assertReturned(PhoneProcess phone) {
        JsonObject line = phone.awaitLine("on_primary", primary().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("returned");
    }

    @Test
    public void V4_withThePrimaryPreferredItsFirstAnswerBringsTheLineBack() throws Exception {
        PhoneProcess phone = onBackup(file());
        primary().up();
        assertReturned(phone);
        List<TraceLine> back = servers.sends("REGISTER", primary());
        assertThat(msBetween(answers(200), back)).isBetween(0L, SLACK_MS / 2);
    }

    @Test
    public void V4_answeredOptionsAloneMoveNothing() throws Exception {
        primary().code("REGISTER", 503);
        PhoneProcess phone = phone(file(), FAST);
        phone.awaitLine("on_backup", backup().port(), SOON);
        servers.mark();
        assertThat(Attempts.await(servers, "REGISTER", primary(), 3)).isNotEmpty();
        assertThat(state(phone)).isEqualTo("on_backup");
        primary().up();
        assertReturned(phone);
    }

    @Test
    public void V4_elseItGoesBackAfterTheDelayFromTheFirstAnswer() throws Exception {
        PhoneProcess phone = onBackup(returningAfter(100));
        primary().up();
        assertReturned(phone);
        assertAbout(msBetween(answers(200), servers.sends("REGISTER", primary())), 5_000);
    }

    @Test
    public void V4_aPrimaryThatDiesWithinTheDelayHasToBeAliveForAllOfItAgain() throws Exception {
        PhoneProcess phone = onBackup(returningAfter(60));
        primary().up();
        primary().script("OPTIONS", Step.answer(200), Step.answer(200), Step.answer(503));
        assertReturned(phone);
        List<TraceLine> died = answers(503);
        List<TraceLine> afterwards =
                answers(200).stream().filter(l -> l.at().isAfter(died.get(0).at())).toList();
        List<TraceLine> back = servers.sends("REGISTER", primary());
        assertThat(died).hasSize(1);
        assertThat(answers(200).get(0).at()).isBefore(died.get(0).at());
        assertThat(back.get(0).at()).isAfter(died.get(0).at());
        assertAbout(msBetween(afterwards, back), 3_000);
    }

    @Test
    public void V4_withoutAHeartbeatARegisterIsTriedAtEachRefresh() throws Exception {
        PhoneProcess phone = onBackup(unwatched());
        assertPeriod(Attempts.await(servers, "REGISTER", primary(), 4), 1_000);
        assertThat(state(phone)).isEqualTo("on_backup");
        primary().up();
        assertReturned(phone);
        assertThat(servers.sends("OPTIONS", primary())).isEmpty();
    }

    @Test
    public void V4_withoutAHeartbeatAndPreferenceARegisterIsTriedAfterTheDelay() throws Exception {
        primary().closeSockets();
        PhoneProcess phone =
                phone(
                        returningAfter(100)
                                .set("primary_server_detect_interval", 0)
                                .set("register_refresh_interval", 36_000),
                        FAST);
        phone.awaitLine("on_backup", backup().port(), SOON);
        primary().up();
        assertReturned(phone);
        List<TraceLine> tried = servers.sends("REGISTER", primary());
        assertAbout(
                msBetween(servers.sends("REGISTER", backup()), tried.subList(1, tried.size())),
                5_000);
        assertThat(servers.sends("OPTIONS", primary())).isEmpty();
    }

    /** The registration and new calls move at once. */
    @Test
    public void V4_aCallInProgressStaysWhereItIs() throws Exception {
        PhoneProcess phone = onBackup(file());
        String old = phone.dial("200");
        phone.awaitCall(old, "state", "established", SOON);
        primary().up();
        assertReturned(phone);
        assertThat(phone.call(old).get("state").getAsString()).isEqualTo("established");
        phone.awaitCall(phone.dial("201"), "state", "established", SOON);
        assertThat(servers.sends("INVITE", primary())).isNotEmpty();
        assertThat(removals()).as("the call's server keeps the binding").isEmpty();
        phone.hangUp(old);
        phone.awaitCall(old, "bye", "ok", SOON);
        assertThat(servers.sends("BYE", backup())).isNotEmpty();
        assertThat(servers.sends("BYE", primary())).isEmpty();
        until("the binding's removal", () -> !removals().isEmpty());
    }

    @Test
    public void V9_theServerLeftLosesTheBinding() throws Exception {
        PhoneProcess phone = onBackup(file());
        primary().up();
        assertReturned(phone);
        until("the binding's removal", () -> !removals().isEmpty());
        until("one binding", () -> backup().bindings("100").size() == 1);
        assertThat(backup().bindings("100")).extracting("server").containsExactly("primary");
    }

    @Test
    public void V9_orKeepsItIfTheFileSaysSo() throws Exception {
        PhoneProcess phone = onBackup(file().set("remove_last_registration", 0));
        primary().up();
        assertReturned(phone);
        // Two more intervals, in which a removal would have come.
        servers.mark();
        beats(2);
        assertThat(removals()).isEmpty();
        assertThat(backup().bindings("100")).hasSize(2);
    }

    @Test
    public void V9_soDoesThePrimaryThatIsLeft() throws Exception {
        PhoneProcess phone = onPrimary(returningAfter(50_000));
        primary().script("OPTIONS", Step.answer(503), Step.answer(503));
        phone.awaitLine("on_backup", backup().port(), SOON);
        until("one binding", () -> primary().bindings("100").size() == 1);
        assertThat(primary().bindings("100")).extracting("server").containsExactly("backup");
        List<TraceLine> removal = servers.sends("REGISTER", primary());
        assertThat(Attempts.field(removal.get(0), "Expires")).isEqualTo("Expires: 0");
    }
}
