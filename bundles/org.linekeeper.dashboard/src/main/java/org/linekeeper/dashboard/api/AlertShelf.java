// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.linekeeper.collector.fleet.Shelf;
import org.linekeeper.collector.fleet.StoreGone;
import org.linekeeper.dashboard.alert.Alerts;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.alert.Silence;
import org.linekeeper.dashboard.alert.Webhook;
import org.linekeeper.dashboard.alert.Webhooks;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.live.Desk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Silences, rules, webhooks and what was told in the database, so that a restart does not wake
 * anybody twice, and ends what began before it. For any thread.
 */
public final class AlertShelf implements Desk.Kept {
    private static final Logger LOG = LoggerFactory.getLogger(AlertShelf.class);
    private static final String SILENCE = "silence";
    private static final String RULES = "alerting";
    private static final String TOLD = "told";

    private final Shelf shelf;
    private final Alerts alerts;
    private final Webhooks webhooks;
    private final Supplier<Instant> clock;
    private String written = "";

    public AlertShelf(Shelf shelf, Alerts alerts, Webhooks webhooks, Supplier<Instant> clock) {
        this.shelf = shelf;
        this.alerts = alerts;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    /** Reads what was kept; what somebody else has written there is left out. */
    @Override
    public void read() throws StoreGone {
        Instant now = clock.get();
        for (Shelf.Document document :
                shelf.list(SILENCE, Optional.empty(), Alerts.MOST_SILENCES)) {
            try {
                Silence silence = silence(JsonParser.parseString(document.text()));
                if (silence.until().isAfter(now)) {
                    alerts.silence(silence);
                }
            } catch (RuntimeException e) {
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
        Optional<Shelf.Document> told = shelf.get(RULES, TOLD);
        if (told.isPresent()) {
            try {
                JsonParser.parseString(told.get().text())
                        .getAsJsonArray()
                        .forEach(each -> alerts.resume(AlertText.read(each.getAsJsonObject())));
            } catch (RuntimeException e) {
                LOG.warn("What was told of alerts in the database cannot be read.");
            }
        }
    }

    /** What was told, when that is different. */
    @Override
    public synchronized void write() {
        String told = Json.array(alerts.told(), AlertText::write).toString();
        if (told.equals(written)) {
            return;
        }
        try {
            shelf.put(new Shelf.Document(RULES, TOLD, clock.get(), told));
            written = told;
        } catch (StoreGone e) {
            LOG.debug("alerts wait for the database: {}", e.getMessage());
        }
    }

    void put(Silence silence) throws StoreGone {
        shelf.put(
                new Shelf.Document(
                        SILENCE, silence.id(), silence.from(), write(silence).toString()));
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

    private static Silence silence(JsonElement element) {
        JsonObject json = element.getAsJsonObject();
        return new Silence(
                json.get("id").getAsString(),
                text(json, "kind").flatMap(Kind::of),
                text(json, "server"),
                Instant.parse(json.get("from").getAsString()),
                Instant.parse(json.get("until").getAsString()),
                json.get("by").getAsString(),
                json.get("note").getAsString());
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

    private static Optional<String> text(JsonObject json, String name) {
        JsonElement value = json.get(name);
        return value == null || value.isJsonNull()
                ? Optional.empty()
                : Optional.of(value.getAsString());
    }
}
