// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Optional;
import org.linekeeper.dashboard.fleet.Phone;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Snapshot;

/** A phone as a row of a list, and the head of its own page. */
public final class PhoneView {
    private PhoneView() {}

    /** A row. */
    public static JsonObject row(Phone phone) {
        return begun(phone).done();
    }

    private static Json begun(Phone phone) {
        Phone.Standing standing = phone.standing();
        return Json.object()
                .put("tenant", phone.name().tenant())
                .put("device", phone.name().name())
                .put("state", standing.state().word())
                .putText("server", standing.server())
                .put("line", standing.line())
                .put("lines", phone.lines().size())
                .put("since", standing.since())
                .put("why", standing.why())
                .putTime("seen", phone.seen())
                .putText("firmware", phone.connection().map(Connection::firmware))
                .putText("site", phone.site())
                .put("calls", phone.calls());
    }

    /** All that is known without asking the database. */
    public static Json head(Phone phone) {
        Optional<Connection> said = phone.connection();
        return begun(phone)
                .put("online", phone.online())
                .putText("connection_why", said.map(Connection::why))
                .putText("linekeeper", said.map(Connection::linekeeper))
                .put("boot", said.map(Connection::boot).orElse(0L))
                .put("epoch", phone.ep())
                .put("seq", phone.seq())
                .put("lease_until", phone.leaseUntil())
                .put("policy", policy(phone));
    }

    /** Each line as the phone itself shows it. */
    public static JsonElement detail(Optional<Snapshot> shown) {
        return shown.<JsonElement>map(snapshot -> written(snapshot).get("lines"))
                .orElseGet(JsonArray::new);
    }

    /** What the phone keeps for the history. */
    public static JsonElement journal(Optional<Snapshot> shown) {
        return shown.map(snapshot -> written(snapshot).get("journal")).orElse(JsonNull.INSTANCE);
    }

    private static JsonObject written(Snapshot snapshot) {
        return JsonParser.parseString(snapshot.write()).getAsJsonObject();
    }

    private static JsonElement policy(Phone phone) {
        return phone.policy()
                .<JsonElement>map(
                        name ->
                                Json.object()
                                        .put("id", name.id())
                                        .put("version", name.version())
                                        .done())
                .orElse(JsonNull.INSTANCE);
    }
}
