// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.api;

import com.google.gson.JsonObject;
import org.linekeeper.dashboard.alert.Alert;
import org.linekeeper.dashboard.alert.CloudEvent;
import org.linekeeper.dashboard.alert.Condition;
import org.linekeeper.dashboard.alert.Kind;
import org.linekeeper.dashboard.alert.Notice;
import org.linekeeper.dashboard.alert.Webhooks;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.dashboard.json.Kept;

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

    /** Reads what {@link #write} wrote. */
    static Alert read(Kept kept) {
        return new Alert(
                kept.text("id"),
                new Condition(
                        Kind.of(kept.text("kind")).orElseThrow(),
                        kept.text("subject"),
                        kept.optionalText("server"),
                        kept.count("phones"),
                        kept.text("text")),
                kept.time("since"),
                kept.optionalTime("fired"),
                kept.optionalText("silence"));
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

    /** Reads what {@link #delivery(Webhooks.Delivery)} wrote. */
    static Webhooks.Delivery delivery(Kept kept) {
        Alert alert = read(kept.in("alert"));
        return new Webhooks.Delivery(
                kept.text("hook"), new Notice(alert, kept.flag("resolved"), kept.time("at")));
    }
}
