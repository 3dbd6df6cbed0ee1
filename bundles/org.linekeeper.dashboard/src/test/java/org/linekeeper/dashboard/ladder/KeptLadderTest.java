// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.dashboard.fleet.Told.A;
import static org.linekeeper.dashboard.fleet.Told.B;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.dashboard.DashboardScene;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.schema.Step;

/** A ladder that is kept is whole, and there as long as it is kept. */
class KeptLadderTest {
    private DashboardScene fleet;
    private Told phone;
    private String path;

    @BeforeEach
    void open() throws IOException {
        fleet = new DashboardScene();
        phone = fleet.settled(1).get(0);
        fleet.hear(phone.at(10).moves("on_primary", "switching", "no_answer", B));
        String trace = "t" + Integer.toHexString("x0".hashCode());
        path = "phones/x0/ladder?trace=" + trace;
        fleet.ladders.put(trace, List.of(step(10_000, "on_primary -> switching")));
        fleet.now = Told.START.plusSeconds(11);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private static Step step(long ms, String text) {
        return new Step(
                Told.START.plusMillis(ms),
                60_000 + ms,
                "decision",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                text);
    }

    private void goesOn(long ms, String text) {
        fleet.ladders.replaceAll(
                (trace, steps) -> {
                    List<Step> more = new ArrayList<>(steps);
                    more.add(step(ms, text));
                    return more;
                });
    }

    private int steps() {
        return fleet.json(path).getAsJsonArray("steps").size();
    }

    @Test
    void aLadderIsKeptWhenNothingIsAddedToItAnyMore() {
        assertThat(steps()).isEqualTo(1);
        fleet.now = Told.START.plusSeconds(3_600);
        assertThat(steps()).isEqualTo(1);
        goesOn(3_600_000, "switching -> on_backup");
        fleet.hear(phone.at(3_600).moves("switching", "on_backup", "registered", B));
        assertThat(steps()).as("in service").isEqualTo(2);
        goesOn(3_602_000, "SUBSCRIBE");
        fleet.now = Told.START.plusMillis(3_602_999);
        assertThat(steps()).as("and what follows").isEqualTo(3);
        assertThat(fleet.asked).hasSize(4);

        fleet.now = Told.START.plusSeconds(3_603);
        assertThat(steps()).isEqualTo(3);
        assertThat(fleet.asked).hasSize(5);
        fleet.ladders.clear();
        assertThat(steps()).as("kept").isEqualTo(3);
        assertThat(fleet.asked).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unregistered", "registering", "a_new_word"})
    void ofALineThatIsNotInServiceNothingIsKept(String state) {
        fleet.hear(phone.at(12).moves("switching", state, "all_failed", B));
        fleet.now = Told.START.plusSeconds(3_600);
        steps();
        steps();
        assertThat(fleet.asked).hasSize(2);
    }

    @Test
    void ofALineThatWasDisabledTheLadderIsWhole() {
        fleet.hear(phone.at(12).moves("switching", "disabled", "configured", B));
        fleet.now = Told.START.plusSeconds(15);
        steps();
        steps();
        assertThat(fleet.asked).hasSize(1);
    }

    @Test
    void aKeptLadderIsThereAlsoWhenTheHistoryTellsOfItNoMore() {
        fleet.hear(phone.at(12).moves("switching", "on_backup", "registered", B));
        fleet.now = Told.START.plusSeconds(15);
        JsonObject ladder = fleet.json(path);
        assertThat(ladder.get("took_ms").getAsLong()).isEqualTo(2_000);
        fleet.ladders.clear();
        for (int i = 0; i < 600; i++) {
            // Of these, phones keep no ladder.
            fleet.hear(phone.at(20 + i).moves("registering", "on_backup", "registered", B));
        }
        assertThat(fleet.json(path)).isEqualTo(ladder);
        assertThat(fleet.json(path + "&line=1")).isEqualTo(ladder);
        assertThat(fleet.get(path + "&line=2").statusCode()).isEqualTo(404);
        assertThat(fleet.get(path + "0").statusCode()).isEqualTo(404);
        assertThat(fleet.get("phones/x1/ladder" + path.substring(16)).statusCode()).isEqualTo(404);
    }

    @Test
    void whatSomebodyElseKeptThereIsNoLadder() throws Exception {
        fleet.hear(phone.at(12).moves("switching", "on_primary", "registered", A));
        fleet.now = Told.START.plusSeconds(15);
        JsonObject ladder = fleet.json(path);
        Shelf.Document kept = fleet.store.list("ladder", Optional.empty(), 9).get(0);
        for (String text : List.of("", "{}", kept.text().replace("\"moves\":[", "\"moves\":[7,"))) {
            fleet.store.put(new Shelf.Document("ladder", kept.key(), kept.at(), text));
            assertThat(fleet.json(path)).as(text).isEqualTo(ladder);
        }
        assertThat(fleet.asked).hasSize(4);
    }
}
