// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.dashboard.fleet.Told.A;
import static org.linekeeper.dashboard.fleet.Told.B;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.dashboard.fleet.Told;
import org.linekeeper.dashboard.incident.Incident;
import org.linekeeper.dashboard.incident.LineName;
import org.linekeeper.dashboard.incident.Member;
import org.linekeeper.dashboard.incident.Report;
import org.linekeeper.dashboard.incident.ServerName;
import org.linekeeper.dashboard.live.MemoryStore;
import org.linekeeper.schema.Command;
import org.linekeeper.schema.Response;
import org.linekeeper.schema.Step;

class LadderFetchTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Instant ARRIVAL = Told.START.plusSeconds(12);

    private final MemoryStore store = new MemoryStore();
    private final List<DeviceName> asked = new CopyOnWriteArrayList<>();
    private volatile Instant now = ARRIVAL;
    private int scheduled;
    private final LadderFetch fetch =
            new LadderFetch(
                    new Ladders(store, store, this::answer, () -> now, () -> "k"), new Ahead());

    /** Time passes at once. */
    private final class Ahead extends ScheduledThreadPoolExecutor {
        Ahead() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            scheduled++;
            now = ARRIVAL.plusNanos(unit.toNanos(delay));
            return super.schedule(task, 0, TimeUnit.NANOSECONDS);
        }
    }

    @AfterEach
    void close() {
        fetch.close();
    }

    private CompletionStage<Response> answer(DeviceName device, Command command, Duration bound) {
        asked.add(device);
        Step step =
                new Step(
                        ARRIVAL,
                        72_000,
                        "decision",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "switching -> on_backup");
        return CompletableFuture.completedFuture(
                new Response(command.key(), "done", Optional.empty(), List.of(), List.of(step)));
    }

    private Member member(String name, boolean isBack) {
        Told phone = Told.by(name);
        phone.settled().forEach(store::write);
        store.write(phone.at(10).moves("on_primary", "switching", "no_answer", B));
        if (isBack) {
            store.write(phone.at(12).moves("switching", "on_backup", "registered", B));
        }
        String trace = "t" + Integer.toHexString(name.hashCode());
        return new Member(
                new LineName(phone.name(), 1),
                new Member.Departure(
                        "on_primary", "no_answer", Told.START, 70_000, 0, Optional.of(trace)),
                isBack ? Optional.of(new Member.Arrival(ARRIVAL, 2_000, B)) : Optional.empty(),
                Optional.empty(),
                false);
    }

    private static Report report(List<Member> members) {
        Incident incident =
                new Incident(
                        "i1",
                        new ServerName("default", A),
                        "no_answer",
                        Told.START,
                        Optional.empty(),
                        members.size(),
                        0,
                        0,
                        0,
                        0,
                        OptionalLong.empty(),
                        OptionalLong.empty());
        return new Report(incident, members.size(), members);
    }

    private int kept() throws Exception {
        return store.list("ladder", Optional.empty(), 100).size();
    }

    @Test
    void theFirstLaddersOfAnIncidentAreAskedForWhenTheyAreWholeAndKept() throws Exception {
        List<Member> members = new ArrayList<>();
        members.add(member("away", false));
        for (int i = 0; i < 9; i++) {
            members.add(member("x" + i, true));
        }
        fetch.accept(List.of(report(members)));
        await().atMost(SOON).until(() -> kept() == LadderFetch.EACH);
        fetch.accept(List.of(report(members)));
        assertThat(scheduled).isEqualTo(LadderFetch.EACH);
        assertThat(asked).hasSize(LadderFetch.EACH).doesNotHaveDuplicates();
        assertThat(asked).extracting(DeviceName::name).doesNotContain("away");
    }
}
