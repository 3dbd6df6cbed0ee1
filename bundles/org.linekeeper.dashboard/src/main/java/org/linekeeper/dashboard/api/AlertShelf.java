// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Supplier;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.alert.Alert;
import org.linekeeper.dashboard.alert.Alerts;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.alert.Silence;
import org.linekeeper.dashboard.alert.Webhook;
import org.linekeeper.dashboard.alert.Webhooks;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.json.Kept;
import org.linekeeper.dashboard.live.Desk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Silences, rules, webhooks, what was told and what nobody has taken yet in the database, so that a
 * restart does not wake anybody twice, forgets nobody, and ends what began before it. For any
 * thread.
 */
public final class AlertShelf implements Desk.Kept {
    private static final Logger LOG = LoggerFactory.getLogger(AlertShelf.class);
    private static final String SILENCE = "silence";
    private static final String RULES = "alerting";
    private static final String TOLD = "told";
    private static final String WAITING = "waiting";

    private final Shelf shelf;
    private final Alerts alerts;
    private final Webhooks webhooks;
    private final Supplier<Instant> clock;
    private final Map<String, String> written = new HashMap<>();
    private boolean isRead;

    public AlertShelf(Shelf shelf, Alerts alerts, Webhooks webhooks, Supplier<Instant> clock) {
        this.shelf = shelf;
        this.alerts = alerts;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    /** Reads what was kept; what somebody else has written there is left out. */
    @Override
    public synchronized void read() throws StoreGone {
        Instant now = clock.get();
        for (Shelf.Document document :
                shelf.list(SILENCE, Optional.empty(), Alerts.MOST_SILENCES)) {
            Optional<Silence> silence = Kept.read(document.text(), AlertShelf::silence);
            silence.filter(each -> each.until().isAfter(now)).ifPresent(alerts::silence);
            if (silence.isEmpty()) {
                LOG.warn("A silence in the database cannot be read: {}", document.key());
            }
        }
        Optional<Shelf.Document> rules = shelf.get(RULES, RULES);
        if (rules.isPresent()) {
            try {
                apply(JsonParser.parseString(rules.get().text()));
            } catch (RuntimeException e) {
                LOG.warn("The rules of alerts in the database cannot be read.");
            }
        }
        Map<String, Alert> told = new LinkedHashMap<>();
        kept(TOLD, AlertText::read).forEach(alert -> told.put(alert.id(), alert));
        List<Webhooks.Delivery> waiting = kept(WAITING, AlertText::delivery);
        // Both were written one after the other: what waits is newer.
        for (Webhooks.Delivery each : waiting) {
            Alert alert = each.notice().alert();
            if (each.notice().resolved()) {
                told.remove(alert.id());
            } else {
                told.putIfAbsent(alert.id(), alert);
            }
        }
        told.values().forEach(alerts::resume);
        waiting.forEach(webhooks::resume);
        isRead = true;
    }

    private <T> List<T> kept(String key, Function<Kept, T> reader) throws StoreGone {
        Optional<Shelf.Document> document = shelf.get(RULES, key);
        if (document.isEmpty()) {
            return List.of();
        }
        Optional<List<T>> all = Kept.readAll(document.get().text(), reader);
        if (all.isPresent()) {
            written.put(key, document.get().text());
        } else {
            LOG.warn("Alerts in the database cannot be read: {}", key);
        }
        return all.orElse(List.of());
    }

    /** What was told and what waits, when that is different; nothing before {@link #read}. */
    @Override
    public synchronized void write() {
        if (!isRead) {
            return;
        }
        // In this order: what is told meanwhile is then among those that wait.
        List<JsonObject> told = alerts.told().stream().map(AlertText::write).toList();
        List<JsonObject> waiting = webhooks.waiting().stream().map(AlertText::delivery).toList();
        try {
            write(WAITING, waiting);
            write(TOLD, told);
        } catch (StoreGone e) {
            LOG.debug("alerts wait for the database: {}", e.getMessage());
        }
    }

    /** As many as a document takes. */
    private void write(String key, List<JsonObject> all) throws StoreGone {
        StringJoiner text = new StringJoiner(",", "[", "]");
        for (JsonObject each : all) {
            String one = each.toString();
            if (text.length() + one.length() < Shelf.MOST_CHARS) {
                text.add(one);
            }
        }
        if (!text.toString().equals(written.get(key))) {
            shelf.put(new Shelf.Document(RULES, key, clock.get(), text.toString()));
            written.put(key, text.toString());
        }
    }

    /** Those that end first make room, so that none is forgotten that lasts. */
    void put(Silence silence) throws StoreGone {
        shelf.put(
                new Shelf.Document(
                        SILENCE, silence.id(), silence.until(), write(silence).toString()));
        shelf.trim(SILENCE, Alerts.MOST_SILENCES);
    }

    void remove(Silence silence) throws StoreGone {
        shelf.remove(SILENCE, silence.id());
    }

    void put(Map<Kind, Duration> rules, List<Webhook> hooks) throws StoreGone {
        String text = rules(rules, hooks).toString();
        shelf.put(new Shelf.Document(RULES, RULES, clock.get(), text));
    }

    static JsonObject write(Silence silence) {
        return Json.object()
                .put("id", silence.id())
                .putText("kind", silence.kind().map(Kind::word))
                .putText("server", silence.server())
                .put("from", silence.from())
                .put("until", silence.until())
                .put("by", silence.by())
                .put("note", silence.note())
                .done();
    }

    private static Silence silence(Kept kept) {
        return new Silence(
                kept.text("id"),
                kept.optionalText("kind").flatMap(Kind::of),
                kept.optionalText("server"),
                kept.time("from"),
                kept.time("until"),
                kept.text("by"),
                kept.text("note"));
    }

    private static JsonObject rules(Map<Kind, Duration> rules, List<Webhook> webhooks) {
        return Json.object()
                .put("for_s", durations(rules))
                .putAll(
                        "webhooks",
                        webhooks,
                        hook ->
                                Json.object()
                                        .put("id", hook.id())
                                        .put("url", hook.url().toString())
                                        .done())
                .done();
    }

    static JsonObject durations(Map<Kind, Duration> rules) {
        Json json = Json.object();
        rules.forEach((kind, duration) -> json.put(kind.word(), duration.toSeconds()));
        return json.done();
    }

    private void apply(JsonElement element) {
        JsonObject json = element.getAsJsonObject();
        for (Kind kind : Kind.values()) {
            JsonElement seconds = json.getAsJsonObject("for_s").get(kind.word());
            if (seconds != null) {
                alerts.rule(kind, Duration.ofSeconds(seconds.getAsLong()));
            }
        }
        List<Webhook> hooks = new ArrayList<>();
        for (JsonElement each : json.getAsJsonArray("webhooks")) {
            JsonObject hook = each.getAsJsonObject();
            Webhook.url(hook.get("url").getAsString())
                    .ifPresent(url -> hooks.add(new Webhook(hook.get("id").getAsString(), url)));
        }
        webhooks.set(hooks);
    }
}
