// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.dashboard.fleet.Told.A;
import static org.linekeeper.dashboard.fleet.Told.B;
import static org.linekeeper.dashboard.fleet.Told.START;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.dashboard.fleet.Atlas;
import org.linekeeper.dashboard.fleet.Fleet;
import org.linekeeper.dashboard.fleet.Phone;
import org.linekeeper.dashboard.fleet.PhoneState;
import org.linekeeper.dashboard.fleet.Replay;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.schema.Gap;

/** A phone's bar and the fleet's film say what is known, and not more. */
class PastTest {
    private final Fleet fleet = new Fleet();
    private final Told told = Told.by("x1");
    private final List<HistoryEntry> history = new ArrayList<>();

    private void take(News news) {
        fleet.take(news);
        if (news instanceof News.Recorded said) {
            history.add(
                    0,
                    new HistoryEntry(said.device(), said.epoch(), said.entry(), said.received()));
        }
    }

    private static Instant after(long seconds) {
        return START.plusSeconds(seconds);
    }

    /** Such as {@code on_primary 0 10}. */
    private List<String> bar(long until) {
        Phone phone = fleet.phone(told.name()).orElseThrow();
        JsonObject bar = BarView.of(history, phone, START, after(until));
        List<String> spans = new ArrayList<>();
        JsonObject line = bar.getAsJsonArray("lines").get(0).getAsJsonObject();
        for (JsonElement each : line.getAsJsonArray("spans")) {
            JsonObject span = each.getAsJsonObject();
            spans.add(
                    span.get("state").getAsString()
                            + " "
                            + seconds(span.get("from"))
                            + " "
                            + seconds(span.get("to")));
        }
        return spans;
    }

    private static long seconds(JsonElement time) {
        return Instant.parse(time.getAsString()).getEpochSecond() - START.getEpochSecond();
    }

    private Map<PhoneState, Integer> frame(long at) throws Exception {
        Replay film = new Replay(fleet.phones(), history, true, (row, line) -> Optional.empty());
        Atlas atlas = film.at(List.of(after(at))).get(0);
        return atlas.bands().get(0).tally().counts();
    }

    @Test
    void whatIsOfOneTimeStaysInItsOrder() throws Exception {
        told.at(-50).settled().forEach(this::take);
        take(told.at(10).moves("on_primary", "switching", "no_answer", B));
        take(told.moves("switching", "on_backup", "registered", B));
        assertThat(frame(20)).containsEntry(PhoneState.ON_BACKUP, 1);
    }

    @Test
    void nothingIsShownBeforeWhatCameBeforeIt() throws Exception {
        told.at(-50).settled().forEach(this::take);
        take(told.at(10).moves("on_primary", "switching", "no_answer", B));
        take(told.at(8).moves("switching", "on_backup", "registered", B));
        assertThat(frame(9)).containsEntry(PhoneState.ON_PRIMARY, 1);
        assertThat(frame(20)).containsEntry(PhoneState.ON_BACKUP, 1);
    }

    @Test
    void aPhoneThatHasGoneIsNotInService() throws Exception {
        told.at(-50).settled().forEach(this::take);
        take(told.at(100).connected(false, "lwt", "s1", false));
        assertThat(bar(300)).containsExactly("on_primary 0 100", "unknown 100 300");
        assertThat(frame(99)).containsEntry(PhoneState.ON_PRIMARY, 1);
        assertThat(frame(200)).containsEntry(PhoneState.UNKNOWN, 1);
    }

    @Test
    void behindAHoleTheLineIsAsItShowedItself() {
        told.settled().forEach(this::take);
        take(new News.Recorded(told.name(), 7, new Gap(2, 8, after(50), "overflow"), after(60)));
        take(told.numbers(7, 9).at(120).shows(told.line(1, "on_backup", B)));
        assertThat(bar(300))
                .containsExactly("on_primary 0 60", "unknown 60 120", "on_backup 120 300");
    }

    @Test
    void beforeItsFirstRegistrationNothingIsKnownOfALine() {
        told.at(30).settled().forEach(this::take);
        assertThat(bar(40)).containsExactly("unknown 0 30", "on_primary 30 40");
    }

    @Test
    void whatMovedIsAsItMoved() throws Exception {
        told.settled().forEach(this::take);
        take(told.at(10).moves("on_primary", "switching", "no_answer", A));
        take(told.at(14).moves("switching", "on_backup", "registered", B));
        assertThat(bar(20))
                .containsExactly("on_primary 0 10", "switching 10 14", "on_backup 14 20");
        assertThat(frame(12)).containsEntry(PhoneState.SWITCHING, 1);
    }
}
