// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.PlanServers.at;
import static org.linekeeper.itests.Scene.SOON;

import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.PocketServer;

/** B8: which rule a call takes, and a file of rules that changes while the phone runs. */
@Category(Full.class)
public class DialPlanFileIT {
    private static final String OUTSIDE = "[Matching Patterns]\nTo = sip:9(.+)@127\\.0\\.0\\.1\n";

    @Rule public final PlanServers servers = new PlanServers();

    private static String deploy(String user, PocketServer server) {
        return "[Deploy Patterns]\nTo = " + at(user, server) + "\n";
    }

    private static void stands(PhoneProcess phone, String to) throws Exception {
        String call = phone.dial(to);
        phone.awaitCall(call, "state", "established", SOON);
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);
    }

    private void replaceRules(String text) throws Exception {
        var next = Files.writeString(servers.directory().resolve("next.rules"), text);
        Files.move(next, servers.rules(), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    public void B8_theFirstRuleThatMatchesApplies() throws Exception {
        String rules = OUTSIDE + deploy("%1", servers.a()) + OUTSIDE + deploy("$1", servers.b());
        PhoneProcess phone = servers.phone(rules);
        stands(phone, "9200");
        assertThat(servers.a().received("INVITE").get(0).message().uri().toString())
                .isEqualTo(at("200", servers.a()));
        assertThat(servers.b().received("INVITE")).isEmpty();
    }

    @Test
    public void B8_withNoRuleThatMatchesTheCallGoesToTheLinesHop() throws Exception {
        PhoneProcess phone = servers.phone(OUTSIDE + deploy("$1", servers.a()));
        stands(phone, "200");
        assertThat(Attempts.of(servers, "INVITE", servers.registrar())).hasSize(1);
        assertThat(servers.a().received("INVITE")).isEmpty();
    }

    @Test
    public void B8_aDestinationMayBeTheLineItself() throws Exception {
        servers.registrar().code("INVITE", 404);
        String rule = "[Deploy Patterns]\n$session = failover " + at("101", servers.b()) + "\n";
        PhoneProcess phone = servers.phone(rule);
        stands(phone, "200");
        assertThat(servers.story())
                .startsWith("INVITE registrar", "ACK registrar", "INVITE b", "ACK b", "BYE b");
    }

    @Test
    public void B8_aChangedFileIsTakenUpWhileThePhoneRuns() throws Exception {
        PhoneProcess phone = servers.phone(deploy("1", servers.a()));
        stands(phone, "200");
        replaceRules(deploy("2", servers.b()));
        Scene.until(
                "the new rules",
                () -> {
                    stands(phone, "200");
                    return !servers.b().received("INVITE").isEmpty();
                });
    }

    @Test
    public void B8_aFileThatCannotBeReadNamesItsLineAndTheRulesInForceStay() throws Exception {
        PhoneProcess phone = servers.phone(deploy("1", servers.a()));
        replaceRules(deploy("2", servers.b()) + "&failover.timer.inviting = soon\n");
        Scene.until("the refusal", () -> phone.log().contains("plan.rules:3"));
        assertThat(phone.log()).contains("soon");
        stands(phone, "200");
        assertThat(servers.b().received("INVITE")).isEmpty();
    }

    @Test
    public void B8_aFileThatCannotBeReadAtTheStartIsTheEnd() throws Exception {
        var rules = Files.writeString(servers.rules(), "[Deploy Patterns]\nTo = tel:100\n");
        var config = FanvilFile.line(1, 1).write(servers.directory().resolve("phone.cfg"));
        Command.run(
                        servers.directory(),
                        "run",
                        config.toString(),
                        "--home",
                        servers.directory().resolve("home").toString(),
                        "--dialplan",
                        rules.toString())
                .assertRefusedInOneSentence("plan.rules:2", "tel:100");
    }

    @Test
    public void anEmergencyCallAsksNoRules() throws Exception {
        PhoneProcess phone =
                servers.phone(deploy("1", servers.a()), "--set", "emergency.numbers=112,911");
        stands(phone, "112");
        assertThat(Attempts.of(servers, "INVITE", servers.registrar())).hasSize(1);
        assertThat(servers.a().received("INVITE")).isEmpty();
    }

    @Test
    public void anEmergencyCallWaitsForNoRegistrationAndNoRetryInterval() throws Exception {
        servers.registrar().code("REGISTER", 503);
        PhoneProcess phone =
                servers.unregistered(deploy("1", servers.a()), "--set", "emergency.numbers=112");
        phone.awaitState("unregistered", SOON);
        servers.mark();
        phone.awaitCall(phone.dial("112"), "state", "established", SOON);
        assertThat(servers.story()).startsWith("INVITE registrar", "ACK registrar");
        assertThat(phone.line().get("state").getAsString()).isEqualTo("unregistered");
    }

    @Test
    public void anEmergencyCallIsPlacedThoughTheLineHasAsManyCallsAsItTakes() throws Exception {
        PhoneProcess phone =
                servers.phone(deploy("1", servers.a()), "--set", "emergency.numbers=112");
        for (String other : List.of("1", "2")) {
            phone.awaitCall(phone.dial(other), "state", "established", SOON);
        }
        stands(phone, "112");
    }

    @Test
    public void emergencyNumbersThatAreNoneAreRefused() throws Exception {
        var config = FanvilFile.line(1, 1).write(servers.directory().resolve("phone.cfg"));
        Command.run(
                        servers.directory(),
                        "check",
                        config.toString(),
                        "--set",
                        "emergency.numbers=police")
                .assertRefusedInOneSentence("emergency.numbers", "police");
    }
}
