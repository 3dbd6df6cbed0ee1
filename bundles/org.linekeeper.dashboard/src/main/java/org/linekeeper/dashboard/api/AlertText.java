// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.linekeeper.dashboard.alert.Alert;
import org.linekeeper.dashboard.alert.CloudEvent;
import org.linekeeper.dashboard.alert.Condition;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.alert.Notice;
import org.linekeeper.dashboard.alert.Webhooks;
import org.linekeeper.dashboard.json.Json;

/** An alert as JSON. */
final class AlertText {
    private AlertText() {}

    static JsonObject write(Alert alert) {
        Condition condition = alert.condition();
        return Json.object()
                .put("id", alert.id())
                .put("kind", condition.kind().word())
                .put("severity", condition.kind().severity())
                .put("since", alert.since())
                .putTime("fired", alert.fired())
                .putText("server", condition.server())
                .put("phones", condition.phones())
                .put("subject", condition.subject())
                .putText("incident", CloudEvent.incident(condition))
                .putText("silence", alert.silence())
                .put("text", condition.text())
                .done();
    }

    /** Reads what {@link #write} wrote; of anything else, any RuntimeException. */
    static Alert read(JsonObject json) {
        return new Alert(
                json.get("id").getAsString(),
                new Condition(
                        Kind.of(json.get("kind").getAsString()).orElseThrow(),
                        json.get("subject").getAsString(),
                        text(json, "server"),
                        json.get("phones").getAsInt(),
                        json.get("text").getAsString()),
                Instant.parse(json.get("since").getAsString()),
                text(json, "fired").map(Instant::parse),
                text(json, "silence"));
    }

    static JsonObject delivery(Webhooks.Delivery delivery) {
        Notice notice = delivery.notice();
        return Json.object()
                .put("hook", delivery.hook())
                .put("resolved", notice.resolved())
                .put("at", notice.at())
                .put("alert", write(notice.alert()))
                .done();
    }

    /**
     * Reads what {@link #delivery(Webhooks.Delivery)} wrote; of anything else, as {@link #read}.
     */
    static Webhooks.Delivery delivery(JsonObject json) {
        return new Webhooks.Delivery(
                json.get("hook").getAsString(),
                new Notice(
                        read(json.getAsJsonObject("alert")),
                        json.get("resolved").getAsBoolean(),
                        Instant.parse(json.get("at").getAsString())));
    }

    private static Optional<String> text(JsonObject json, String name) {
        JsonElement value = json.get(name);
        return value == null || value.isJsonNull()
                ? Optional.empty()
                : Optional.of(value.getAsString());
    }
}
