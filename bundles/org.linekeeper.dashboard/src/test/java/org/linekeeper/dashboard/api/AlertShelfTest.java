// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.alert.Alert;
import org.linekeeper.dashboard.alert.Alerts;
import org.linekeeper.dashboard.alert.Condition;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.alert.Notice;
import org.linekeeper.dashboard.alert.Silence;
import org.linekeeper.dashboard.alert.Webhook;
import org.linekeeper.dashboard.alert.Webhooks;
import org.linekeeper.dashboard.live.MemoryStore;

class AlertShelfTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Condition OUTAGE =
            new Condition(Kind.INCIDENT, "i1", Optional.of("pbx-a"), 203, "pbx-a fails.");

    /** Nobody listens there. */
    private static final Webhook DEAF = new Webhook("w", URI.create("http://127.0.0.1:9/"));

    private final MemoryStore store = new MemoryStore();
    private final Alerts alerts = new Alerts();
    private Webhooks webhooks = new Webhooks(() -> START);
    private AlertShelf shelf = new AlertShelf(store, alerts, webhooks, () -> START);

    @AfterEach
    void close() {
        webhooks.close();
    }

    private Alerts restarted() {
        webhooks.close();
        webhooks = new Webhooks(() -> START);
        Alerts again = new Alerts();
        shelf = new AlertShelf(store, again, webhooks, () -> START);
        return again;
    }

    private String kept(String key) throws StoreGone {
        return store.get("alerting", key).map(Shelf.Document::text).orElse("");
    }

    private List<Notice> tell() {
        List<Notice> told = alerts.take(START, List.of(OUTAGE), Set.of());
        told.forEach(webhooks);
        return told;
    }

    @Test
    void whatWasToldIsNotOverwrittenBeforeItIsRead() throws StoreGone {
        shelf.read();
        tell();
        shelf.write();
        String told = kept("told");
        assertThat(told).contains("pbx-a fails.");
        Alerts again = restarted();
        shelf.write();
        assertThat(kept("told")).isEqualTo(told);
        shelf.read();
        shelf.write();
        assertThat(kept("told")).isEqualTo(told);
        assertThat(again.told()).hasSize(1);
    }

    @Test
    void whatNobodyHasTakenWaitsForItAfterARestart() throws StoreGone {
        shelf.read();
        webhooks.set(List.of(DEAF));
        shelf.put(Map.of(), webhooks.hooks());
        List<Notice> told = tell();
        shelf.write();
        restarted();
        shelf.read();
        assertThat(webhooks.waiting()).containsExactly(new Webhooks.Delivery("w", told.get(0)));
    }

    /** The process ended between the two. */
    @Test
    void whatWaitsWasTold() throws StoreGone {
        shelf.read();
        webhooks.set(List.of(DEAF));
        Notice fired = tell().get(0);
        shelf.write();
        store.remove("alerting", "told");
        Alerts again = restarted();
        shelf.read();
        assertThat(again.told()).extracting(Alert::id).containsExactly(fired.alert().id());
    }

    @Test
    void whatWaitsAsOverIsOver() throws StoreGone {
        shelf.read();
        webhooks.set(List.of(DEAF));
        tell();
        shelf.write();
        Shelf.Document told = store.get("alerting", "told").orElseThrow();
        alerts.take(START, List.of(), Set.of()).forEach(webhooks);
        shelf.write();
        store.put(told);
        Alerts again = restarted();
        shelf.read();
        assertThat(again.told()).isEmpty();
    }

    @Test
    void aFullDatabaseIsWrittenToWhenThereIsRoomAgain() throws StoreGone {
        shelf.read();
        store.full(true);
        tell();
        shelf.write();
        assertThat(kept("told")).isEmpty();
        store.full(false);
        shelf.write();
        assertThat(kept("told")).contains("pbx-a fails.");
    }

    @Test
    void aLongSilenceOutlivesAThousandShortOnesThatCameLater() throws StoreGone {
        shelf.put(silence("year", START, Duration.ofDays(365)));
        for (int i = 1; i <= Alerts.MOST_SILENCES; i++) {
            shelf.put(silence("s" + i, START.plusSeconds(i), Duration.ofMinutes(1)));
        }
        Alerts again = restarted();
        shelf.read();
        assertThat(again.silences()).extracting(Silence::id).contains("year");
    }

    private static Silence silence(String id, Instant from, Duration lasts) {
        return new Silence(
                id, Optional.empty(), Optional.empty(), from, from.plus(lasts), "ana", "");
    }

    @Test
    void moreThanADocumentTakesDoesNotKeepTheRestFromIt() throws StoreGone {
        shelf.read();
        Condition long1 =
                new Condition(Kind.INCIDENT, "i2", Optional.empty(), 1, "x".repeat(700_000));
        Condition long2 =
                new Condition(Kind.INCIDENT, "i3", Optional.empty(), 1, "x".repeat(700_000));
        alerts.take(START, List.of(long1, long2, OUTAGE), Set.of());
        shelf.write();
        assertThat(kept("told").length()).isBetween(700_000, Shelf.MOST_CHARS);
        assertThat(kept("told")).contains("pbx-a fails.");
    }
}
