// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import com.google.gson.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.linekeeper.dashboard.json.Json;

/** A notice as a CloudEvent, in structured JSON (CloudEvents 1.0, JSON event format). */
public final class CloudEvent {
    public static final String TYPE = "application/cloudevents+json; charset=utf-8";

    private CloudEvent() {}

    /** The whole body. */
    public static JsonObject of(Notice notice) {
        Alert alert = notice.alert();
        Condition condition = alert.condition();
        String state = notice.resolved() ? "resolved" : "fired";
        JsonObject data =
                Json.object()
                        .put("alert", alert.id())
                        .put("state", state)
                        .put("kind", condition.kind().word())
                        .put("severity", condition.kind().severity())
                        .putText("server", condition.server())
                        .put("phones", condition.phones())
                        .putText("incident", incident(condition))
                        .put("since", alert.since().truncatedTo(ChronoUnit.MILLIS))
                        .put("text", condition.text())
                        .done();
        Json event =
                Json.object()
                        .put("specversion", "1.0")
                        .put("id", alert.id() + ":" + state)
                        .put("source", "/linekeeper/dashboard")
                        .put("type", "org.linekeeper.alert." + state + ".v1")
                        .put("time", notice.at())
                        .put("datacontenttype", "application/json");
        // An attribute that is absent is left out: null is not allowed there.
        condition.server().ifPresent(server -> event.put("subject", server));
        return event.put("data", data).done();
    }

    /** Of an incident, its id. */
    public static Optional<String> incident(Condition condition) {
        return condition.kind() == Kind.INCIDENT
                ? Optional.of(condition.subject())
                : Optional.empty();
    }
}
