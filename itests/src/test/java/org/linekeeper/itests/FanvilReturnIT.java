// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.msBetween;
import static org.linekeeper.itests.Scene.until;
import static org.linekeeper.itests.TwoServers.WHOLE_MS;
import static org.linekeeper.itests.TwoServers.WHOLE_SENDS;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.LabCall;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.Recorded;
import org.linekeeper.lab.sip.SipMessage;

/** F7: the way back. The Failback Interval is 10 s and passes twenty times as fast. */
@Category(Full.class)
public class FanvilReturnIT {
    private static final String[] FAST = {"--time-scale", "20"};
    private static final long INTERVAL_MS = 500;

    @Rule public final TwoServers servers = new TwoServers();

    private PocketServer primary() {
        return servers.primary();
    }

    private PocketServer backup() {
        return servers.backup();
    }

    private PhoneProcess phoneOnBackup() throws Exception {
        return servers.phoneOnBackup(servers.file(), FAST);
    }

    /** The sends to the primary since the mark, those of one Call-ID together. */
    private List<List<TraceLine>> probes() throws Exception {
        Map<String, List<TraceLine>> probes = new LinkedHashMap<>();
        for (TraceLine line : servers.sends("REGISTER", primary())) {
            probes.computeIfAbsent(callId(line), id -> new ArrayList<>()).add(line);
        }
        return List.copyOf(probes.values());
    }

    private static String callId(TraceLine line) {
        return line.text()
                .lines()
                .filter(field -> field.startsWith("Call-ID:"))
                .findFirst()
                .orElseThrow();
    }

    private List<List<TraceLine>> awaitProbes(int count) throws Exception {
        until(count + " probes", () -> probes().size() >= count);
        return probes();
    }

    /** Nothing at the backup but what stood there before: one registration, never asked anew. */
    private void assertUndisturbed(PhoneProcess phone, JsonObject before) throws Exception {
        JsonObject now = phone.line();
        assertThat(now.get("state").getAsString()).isEqualTo("on_backup");
        assertThat(at(now, backup()).get("call_id")).isEqualTo(at(before, backup()).get("call_id"));
        assertThat(servers.sends("REGISTER", backup())).isEmpty();
    }

    private static JsonObject at(JsonObject line, PocketServer server) {
        for (JsonElement entry : line.getAsJsonArray("registrations")) {
            if (entry.getAsJsonObject().get("port").getAsInt() == server.port()) {
                return entry.getAsJsonObject();
            }
        }
        throw new AssertionError("no registration at " + server.name() + ": " + line);
    }

    @Test
    public void F7_eachIntervalAProbeWithACallIdOfItsOwnAnd503EndsIt() throws Exception {
        PhoneProcess phone = servers.phoneOnBackup(servers.unhurried(), FAST);
        JsonObject before = phone.line();
        primary().up().code("REGISTER", 503);
        List<List<TraceLine>> probes = awaitProbes(4);

        String served = "Call-ID: " + at(before, backup()).get("call_id").getAsString();
        for (int i = 1; i < 4; i++) {
            assertThat(callId(probes.get(i).get(0))).isNotEqualTo(served);
            assertThat(msBetween(probes.get(i - 1), probes.get(i)))
                    .isBetween(INTERVAL_MS - 1, INTERVAL_MS + SLACK_MS);
        }
        assertThat(primary().received("REGISTER").stream().map(r -> r.message().callId()))
                .doesNotHaveDuplicates();
        assertUndisturbed(phone, before);
    }

    @Test
    public void F7_icmpEndsAProbeAndTheIntervalStartsAgain() throws Exception {
        PhoneProcess phone = servers.phoneOnBackup(servers.unhurried(), FAST);
        JsonObject before = phone.line();
        List<List<TraceLine>> probes = awaitProbes(3);
        assertThat(probes.get(0)).hasSize(1);
        assertThat(probes.get(1)).hasSize(1);
        assertThat(msBetween(probes.get(0), probes.get(1)))
                .isBetween(INTERVAL_MS - 1, INTERVAL_MS + SLACK_MS);
        assertUndisturbed(phone, before);
    }

    @Test
    public void F7_tcpRefusedEndsAProbeAndTheIntervalStartsAgain() throws Exception {
        FanvilFile file = servers.file().set("Transport", 1);
        PhoneProcess phone = servers.phoneOnBackup(file, FAST);
        JsonObject before = phone.line();
        List<List<TraceLine>> probes = awaitProbes(3);
        assertThat(msBetween(probes.get(0), probes.get(1)))
                .isBetween(INTERVAL_MS - 1, INTERVAL_MS + SLACK_MS);
        assertUndisturbed(phone, before);
    }

    @Test
    public void F7_aProbeIsRetransmittedForTheWholeTimeAndDisturbsNoCall() throws Exception {
        PhoneProcess phone = phoneOnBackup();
        JsonObject before = phone.line();
        primary().up().silent();
        servers.mark();
        awaitProbes(1);
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        assertThat(servers.sends("INVITE", primary())).isEmpty();

        // The first may have been under way when the mark was set.
        List<List<TraceLine>> probes = awaitProbes(3);
        long pause = WHOLE_MS + INTERVAL_MS;
        assertThat(probes.get(1)).hasSize(WHOLE_SENDS);
        assertThat(msBetween(probes.get(1), probes.get(2))).isBetween(pause - 1, pause + SLACK_MS);
        assertThat(phone.call(call).get("state").getAsString()).isEqualTo("established");
        assertUndisturbed(phone, before);
    }

    @Test
    public void F7_withoutEnableFailbackItIsNeverProbed() throws Exception {
        backup().grantExpires(30);
        PhoneProcess phone = servers.phoneOnBackup(servers.file().set("Enable Failback", 0), FAST);
        primary().up();
        // The refresh comes after 80 to 90 % of 30 s, so that two intervals have passed.
        until("a refresh", () -> !servers.sends("REGISTER", backup()).isEmpty());
        assertThat(primary().received()).isEmpty();
        assertThat(phone.line().get("state").getAsString()).isEqualTo("on_backup");
    }

    @Test
    public void F7_theSuccessfulProbeIsTheRegistrationAndNewCallsGoToThePrimary() throws Exception {
        primary().challenge(true);
        PhoneProcess phone = phoneOnBackup();
        assertThat(backup().bindings("100")).extracting("server").containsExactly("backup");
        primary().up();
        JsonObject line = phone.awaitLine("on_primary", primary().port(), SOON);
        assertThat(line.get("why").getAsString()).isEqualTo("returned");

        until("the old binding is gone", () -> backup().bindings("100").size() == 1);
        assertThat(backup().bindings("100")).extracting("server").containsExactly("primary");
        assertThat(removals()).isNotEmpty();

        servers.mark();
        phone.awaitCall(phone.dial("200"), "state", "established", SOON);
        assertThat(servers.story()).containsOnly("INVITE primary", "ACK primary");
        // One Call-ID, two transactions: the challenged one and its answer.
        List<SipMessage> asked =
                primary().received("REGISTER").stream().map(Recorded::message).toList();
        assertThat(asked.stream().map(SipMessage::callId).distinct()).hasSize(1);
        assertThat(asked.stream().map(SipMessage::cseq).distinct()).hasSize(2);
        assertThat(at(phone.line(), primary()).get("call_id").getAsString())
                .isEqualTo(asked.get(0).callId());
    }

    private List<Recorded> removals() {
        return backup().received(
                        m -> m.method().equals("REGISTER") && m.seconds("Expires").get() == 0);
    }

    @Test
    public void F7_aCallInProgressKeepsItsServerAndItsBindingUntilItIsOver() throws Exception {
        PhoneProcess phone = phoneOnBackup();
        String old = phone.dial("200");
        phone.awaitCall(old, "state", "established", SOON);
        primary().up();
        phone.awaitLine("on_primary", primary().port(), SOON);

        String young = phone.dial("300");
        phone.awaitCall(young, "state", "established", SOON);
        phone.hangUp(young);
        phone.awaitCall(young, "bye", "ok", SOON);
        assertThat(primary().received("INVITE")).isNotEmpty();
        assertThat(removals()).isEmpty();
        assertThat(backup().bindings("100")).hasSize(2);

        servers.mark();
        phone.hangUp(old);
        phone.awaitCall(old, "bye", "ok", SOON);
        until("the old binding is gone", () -> backup().bindings("100").size() == 1);
        assertThat(backup().bindings("100")).extracting("server").containsExactly("primary");
        assertThat(servers.story()).containsExactly("BYE backup", "REGISTER backup");
        assertThat(removals()).isNotEmpty();
    }

    @Test
    public void F7_aCallFromTheBackupEndsThereAfterTheReturn() throws Exception {
        PhoneProcess phone = phoneOnBackup();
        LabCall caller = backup().callTo("100");
        phone.answer(phone.awaitRinging(SOON));
        caller.awaitAnswered(SOON);
        primary().up();
        phone.awaitLine("on_primary", primary().port(), SOON);
        assertThat(caller.update().awaitFinal(SOON).code()).isEqualTo(200);
        assertThat(backup().bindings("100")).hasSize(2);

        assertThat(caller.hangUp().awaitFinal(SOON).code()).isEqualTo(200);
        until("the old binding is gone", () -> backup().bindings("100").size() == 1);
        assertThat(backup().bindings("100")).extracting("server").containsExactly("primary");
    }
}
