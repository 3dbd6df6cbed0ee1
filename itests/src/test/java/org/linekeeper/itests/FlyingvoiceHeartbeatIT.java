// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SOON;

import java.util.List;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.Step;

/** V1 and V2 on the wire: who is asked, what counts as alive, and how many failures are borne. */
@Category(Full.class)
public class FlyingvoiceHeartbeatIT extends FlyingvoiceWire {
    /** All that is asked will be answered. */
    private FlyingvoiceFile bearing(int failures) {
        return file().patient().set("max_detect_fail_count", failures);
    }

    private long failuresBefore(List<TraceLine> moved) throws Exception {
        return beats(1).stream().filter(b -> b.get(0).at().isBefore(moved.get(0).at())).count();
    }

    @Test
    public void V1_eachIntervalThePrimaryIsAskedAndA404IsASignOfLife() throws Exception {
        primary().code("OPTIONS", 404);
        PhoneProcess phone = onPrimary(file());
        assertPeriod(beats(6), INTERVAL_MS);
        assertThat(state(phone)).isEqualTo("on_primary");
        assertThat(servers.sends("OPTIONS", backup())).isEmpty();
        assertThat(servers.sends("REGISTER", primary())).isEmpty();
    }

    @Test
    public void V1_onTheBackupTheHeartbeatStaysThePrimarys() throws Exception {
        primary().silent();
        PhoneProcess phone = phone(file(), FAST);
        phone.awaitLine("on_backup", backup().port(), SOON);
        servers.mark();
        List<List<TraceLine>> beats = beats(6);
        // Of the first, the mark may have cut off a send.
        assertPeriod(beats.subList(1, beats.size()), INTERVAL_MS);
        assertThat(servers.sends("OPTIONS", backup())).isEmpty();
        assertThat(state(phone)).isEqualTo("on_backup");
    }

    /** Not one failure would be borne. */
    @Test
    public void V1_anyOtherFinalResponseIsASignOfLife() throws Exception {
        List<Integer> codes = List.of(200, 302, 400, 405, 480, 481, 486, 501, 502, 504, 603);
        primary().script("OPTIONS", codes.stream().map(Step::answer).toArray(Step[]::new));
        PhoneProcess phone = onPrimary(bearing(0).set("primary_server_detect_interval", 4));
        beats(codes.size() + 1);
        assertThat(state(phone)).isEqualTo("on_primary");
        assertThat(servers.transitions("heartbeat_lost")).isZero();
        assertThat(backup().received("REGISTER")).isEmpty();
    }

    /** Each takes the line away at once, and 404 brings it back. */
    @Test
    public void V1_408And500And503AreNot() throws Exception {
        primary().code("OPTIONS", 404);
        PhoneProcess phone = onPrimary(bearing(0));
        int moves = 0;
        for (int code : new int[] {408, 500, 503}) {
            primary().code("OPTIONS", code);
            phone.awaitLine("on_backup", backup().port(), SOON);
            servers.awaitTransitions("heartbeat_lost", ++moves);
            servers.mark();
            beats(3);
            assertThat(state(phone)).as("%d does not bring it back", code).isEqualTo("on_backup");
            primary().code("OPTIONS", 404);
            phone.awaitLine("on_primary", primary().port(), SOON);
        }
    }

    @Test
    public void V2_theFourthFailureInARowMovesTheLine() throws Exception {
        // What the file does not say is 3.
        PhoneProcess phone = onPrimary(file().without("max_detect_fail_count"));
        beats(1);
        servers.mark();
        primary().silent();
        phone.awaitLine("on_backup", backup().port(), SOON);
        servers.awaitTransitions("heartbeat_lost", 1);
        List<TraceLine> moved = servers.sends("REGISTER", backup());
        assertThat(failuresBefore(moved)).as("heartbeats that failed").isEqualTo(4);
        assertThat(servers.sends("REGISTER", primary())).isEmpty();
        assertThat(Attempts.field(moved.get(0), "Expires")).isEqualTo("Expires: 36000");
        assertThat(backup().bindings("100")).isNotEmpty();
    }

    @Test
    public void V2_atMaxMovesItOneEarlier() throws Exception {
        Step no = Step.answer(503);
        primary().script("OPTIONS", no, no, no);
        PhoneProcess phone =
                phone(bearing(3), "--time-scale", "20", "--set", "flyingvoice.count=at-max");
        phone.awaitLine("on_backup", backup().port(), SOON);
        servers.awaitTransitions("heartbeat_lost", 1);
        assertThat(failuresBefore(servers.sends("REGISTER", backup()))).isEqualTo(3);
    }

    @Test
    public void V2_oneSuccessSetsTheCountToZero() throws Exception {
        Step no = Step.answer(503);
        Step yes = Step.answer(200);
        primary().script("OPTIONS", no, yes, no, yes, no, no);
        PhoneProcess phone = phone(bearing(1), FAST);
        phone.awaitLine("on_backup", backup().port(), SOON);
        servers.awaitTransitions("heartbeat_lost", 1);
        assertThat(failuresBefore(servers.sends("REGISTER", backup()))).isEqualTo(6);
    }

    /** Not V1, but its neighbour: sip_options_enable, each 14 s to whichever server serves. */
    @Test
    public void keepAliveByOptionsGoesToTheServerInUse() throws Exception {
        FlyingvoiceFile file =
                file().set("primary_server_detect_interval", 0).set("sip_options_enable", 1);
        PhoneProcess phone = onPrimary(file);
        assertPeriod(beats(4), 14_000 / 20);
        primary().code("INVITE", 503);
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        phone.awaitLine("on_backup", backup().port(), SOON);
        servers.mark();
        assertPeriod(Attempts.await(servers, "OPTIONS", backup(), 4), 14_000 / 20);
        assertThat(servers.sends("OPTIONS", primary())).isEmpty();
        assertThat(primary().keepAliveCount()).isZero();
    }

    @Test
    public void V1_besideAHeartbeatThereIsNoOtherStreamOfOptions() throws Exception {
        PhoneProcess phone = onBackup(file().set("sip_options_enable", 1));
        beats(3);
        assertThat(servers.sends("OPTIONS", backup())).isEmpty();
        primary().up();
        phone.awaitLine("on_primary", primary().port(), SOON);
        servers.mark();
        assertPeriod(beats(5), INTERVAL_MS);
    }
}
