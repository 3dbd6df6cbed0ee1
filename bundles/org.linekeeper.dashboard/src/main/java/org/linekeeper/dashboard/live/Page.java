// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.live;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.linekeeper.dashboard.fleet.Census;
import org.linekeeper.dashboard.fleet.Freshness;
import org.linekeeper.dashboard.incident.Report;
import org.linekeeper.dashboard.json.Json;

/**
 * What is shown, as of one moment.
 *
 * @param at the moment
 * @param overview the first page without its time; not to be changed
 * @param open incidents that are not over
 */
record Page(
        Instant at, JsonObject overview, List<Report> open, Freshness freshness, Census census) {
    private static final String FRESHNESS = "freshness";

    /** The same when nobody has looked after it since. */
    Page unattended() {
        Freshness away = new Freshness(Freshness.State.BLIND, Optional.of("desk_away"));
        JsonObject shown = overview.deepCopy();
        JsonObject said = shown.getAsJsonObject(FRESHNESS);
        said.addProperty("state", away.state().word());
        said.addProperty("since", Json.text(at));
        said.addProperty("why", away.why().orElseThrow());
        return new Page(at, shown, open, away, census);
    }

    /** What a browser has to know to believe it or not. */
    JsonObject belief() {
        JsonObject belief = new JsonObject();
        belief.add(FRESHNESS, overview.get(FRESHNESS));
        return belief;
    }
}
