// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SLACK_MS;
import static org.linekeeper.itests.Scene.SOON;
import static org.linekeeper.itests.Scene.until;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.linekeeper.lab.server.PocketServer;

/** What a phone can tell of a switch: on the wire, over HTTP and in a terminal. */
public class LadderIT {
    /** Long enough that a busy machine does not lose the line before the test begins. */
    private static final int T1_MS = 200;

    private static final long VERDICT_MS = 15 * T1_MS;
    private static final long LATE_MS = 60;

    @Rule public final TwoServers servers = new TwoServers();

    private PhoneProcess phone;

    /** The phone has gone from the silent primary to the backup; gives the switch's ladder. */
    private JsonObject switched() throws Exception {
        phone = servers.phoneOnPrimary(servers.file(T1_MS));
        servers.primary().silent();
        phone.register();
        phone.awaitLine("on_backup", servers.backup().port(), SOON);
        return awaitLast("on_backup");
    }

    /** The last ladder, which tells of a switch a moment after the line is seen to be there. */
    private JsonObject awaitLast(String to) throws Exception {
        until("the last ladder is to " + to, () -> last().get("to").getAsString().equals(to));
        return last();
    }

    private JsonObject last() throws Exception {
        return phone.get("lines/1/ladders/last").getAsJsonObject();
    }

    private static List<JsonObject> steps(JsonObject ladder) {
        List<JsonObject> steps = new ArrayList<>();
        for (JsonElement step : ladder.getAsJsonArray("steps")) {
            steps.add(step.getAsJsonObject());
        }
        return steps;
    }

    private static String text(JsonObject step) {
        return step.get("text").getAsString();
    }

    private static boolean isMessage(JsonObject step, String way, PocketServer peer, String start) {
        return step.get("kind").getAsString().equals("message")
                && step.get("dir").getAsString().equals(way)
                && step.get("peer").getAsString().equals("127.0.0.1:" + peer.port())
                && text(step).startsWith(start);
    }

    private static int indexOf(List<JsonObject> steps, String kind, String text) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).get("kind").getAsString().equals(kind)
                    && text(steps.get(i)).matches(text)) {
                return i;
            }
        }
        throw new AssertionError(
                kind + " " + text + " is not among " + steps.stream().map(LadderIT::text).toList());
    }

    private static Instant at(JsonObject step) {
        return Instant.parse(step.get("t").getAsString());
    }

    @Test
    public void aSwitchIsToldFromTheUnansweredRegistersToTheAnswerOfTheBackup() throws Exception {
        JsonObject ladder = switched();
        assertThat(ladder.get("from").getAsString()).isEqualTo("on_primary");
        assertThat(ladder.get("to").getAsString()).isEqualTo("on_backup");
        assertThat(ladder.get("why").getAsString()).isEqualTo("no_answer");

        List<JsonObject> steps = steps(ladder);
        int asked = indexOf(steps, "decision", "the user asks for a registration");
        List<JsonObject> trouble = steps.subList(asked, steps.size());
        List<JsonObject> unanswered =
                trouble.stream()
                        .filter(s -> isMessage(s, "out", servers.primary(), "REGISTER "))
                        .toList();
        assertThat(unanswered).hasSize(4);
        for (int i = 1; i < 4; i++) {
            // A send that was late for once makes no later one late, nor does a late first note.
            long due = T1_MS * ((1L << i) - 1);
            long sent = Duration.between(at(unanswered.get(0)), at(unanswered.get(i))).toMillis();
            assertThat(sent).isBetween(Math.max(0, due - LATE_MS), due + SLACK_MS);
        }
        int over = indexOf(steps, "timer", "REGISTER at .*: no answer after .*, 4 sends");
        long verdict = Duration.between(at(unanswered.get(0)), at(steps.get(over))).toMillis();
        assertThat(verdict).isBetween(VERDICT_MS - LATE_MS, VERDICT_MS + SLACK_MS);
        int move = indexOf(steps, "decision", "on_primary -> switching \\(no_answer\\)");
        int next =
                indexOf(
                        steps,
                        "decision",
                        "REGISTER goes to 127\\.0\\.0\\.1:"
                                + servers.backup().port()
                                + "/udp, given up after 64 x T1: no_answer at .*");
        int arrival = indexOf(steps, "decision", "switching -> on_backup \\(registered\\), .*");
        assertThat(List.of(over, move, next, arrival)).isSorted();
        assertThat(steps.subList(next, arrival))
                .anyMatch(s -> isMessage(s, "out", servers.backup(), "REGISTER "))
                .anyMatch(s -> isMessage(s, "in", servers.backup(), "SIP/2.0 200 "));
        assertThat(steps.get(0).get("mono").getAsLong())
                .isLessThanOrEqualTo(steps.get(arrival).get("mono").getAsLong());
    }

    @Test
    public void eachTransitionOfTheSwitchNamesItsLadder() throws Exception {
        String id = switched().get("id").getAsString();
        JsonObject start = phone.transition(0);
        JsonObject away = phone.transition(1);
        JsonObject arrival = phone.transition(2);
        assertThat(away.get("to").getAsString()).isEqualTo("switching");
        assertThat(arrival.get("to").getAsString()).isEqualTo("on_backup");
        assertThat(away.get("ladder").getAsString()).isEqualTo(id);
        assertThat(arrival.get("ladder").getAsString()).isEqualTo(id);
        assertThat(start.get("ladder").getAsString()).isNotEqualTo(id);
        JsonArray all = phone.get("lines/1/ladders").getAsJsonArray();
        assertThat(all).extracting(one -> one.getAsJsonObject().get("id")).hasSize(2);
        assertThat(phone.get("lines/1/ladders/" + id).getAsJsonObject().get("id").getAsString())
                .isEqualTo(id);
    }

    @Test
    public void aPersonReadsItInATerminal() throws Exception {
        switched();
        String text = ctl("ladder", "1");
        assertThat(text.lines().findFirst().orElse(""))
                .matches("Line 1, ladder \\S+: on_primary -> on_backup \\(no_answer\\), .*");
        assertThat(text)
                .contains("phone", "127.0.0.1:" + servers.primary().port())
                .contains("|  again, 4\n", "o  REGISTER at ", "*  on_primary -> switching")
                .containsPattern("\\|<-+ 200 REGISTER -+\\|  OK\n");
        assertThat(ctl("ladders", "1")).startsWith("[{\"id\":\"1-");
    }

    @Test
    public void noPasswordAndNoDigestStandsInAnyOfIt() throws Exception {
        servers.primary().challenge(true);
        servers.backup().challenge(true);
        String id = switched().get("id").getAsString();
        StringBuilder all = new StringBuilder(ctl("ladder", "1", id));
        for (JsonElement entry : phone.get("lines/1/ladders").getAsJsonArray()) {
            String each = entry.getAsJsonObject().get("id").getAsString();
            all.append(phone.get("lines/1/ladders/" + each));
        }
        assertThat(all.toString())
                .contains("Authorization: Digest ***", "with credentials", "401 REGISTER")
                .doesNotContain("secret", "response=", "username=", "cnonce=")
                .doesNotContainPattern("Authorization: Digest [^*]");
    }

    @Test
    public void theWayBackIsALadderOfItsOwn() throws Exception {
        switched();
        servers.primary().up();
        phone.register();
        phone.awaitLine("on_primary", servers.primary().port(), SOON);
        JsonObject back = awaitLast("on_primary");
        assertThat(back.get("from").getAsString()).isEqualTo("on_backup");
        assertThat(back.get("to").getAsString()).isEqualTo("on_primary");
        until(
                "the old binding goes, and the ladder tells of it",
                () -> steps(last()).stream().anyMatch(s -> text(s).contains("remove a binding")));
    }

    private String ctl(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("ctl", "--http", phone.place()));
        all.addAll(List.of(words));
        Command.Ended ended = Command.run(servers.directory(), all.toArray(String[]::new));
        assertThat(ended.code()).as(ended.err()).isZero();
        return ended.out();
    }
}
