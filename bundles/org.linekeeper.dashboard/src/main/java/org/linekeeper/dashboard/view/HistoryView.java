// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.view;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.OptionalLong;
import org.linekeeper.collector.fleet.HistoryEntry;
import org.linekeeper.dashboard.fleet.LineNow;
import org.linekeeper.dashboard.fleet.When;
import org.linekeeper.dashboard.json.Json;
import org.linekeeper.schema.Gap;
import org.linekeeper.schema.Transition;

/** A page of a phone's history, the newest first. */
public final class HistoryView {
    /** Rows besides those that are shown, to find where a switch began. */
    public static final int LOOK_BACK = 20;

    private HistoryView() {}

    /**
     * The page.
     *
     * @param rows the newest first; those beyond {@code size} are looked at only
     */
    public static JsonObject page(List<HistoryEntry> rows, int size) {
        JsonArray transitions = new JsonArray();
        for (int i = 0; i < Math.min(size, rows.size()); i++) {
            transitions.add(row(rows, i));
        }
        Json page = Json.object().put("transitions", transitions);
        if (rows.size() > size) {
            return page.put("next", id(rows.get(size - 1))).done();
        }
        return page.put("next", JsonNull.INSTANCE).done();
    }

    private static JsonObject row(List<HistoryEntry> rows, int place) {
        HistoryEntry row = rows.get(place);
        Json json = Json.object().put("id", id(row));
        if (row.entry() instanceof Transition moved) {
            return json.put("kind", "transition")
                    .put("t", When.of(moved, row.received()))
                    .put("received", row.received())
                    .put("line", moved.line())
                    .put("from", moved.from())
                    .put("to", moved.to())
                    .put("why", moved.why())
                    .putText("server", moved.server())
                    .putText("policy", moved.policy())
                    .putText("trace", moved.trace())
                    .put("took_ms", took(rows, place, moved))
                    .done();
        }
        Gap gap = (Gap) row.entry();
        return json.put("kind", "gap")
                .put("t", gap.at())
                .put("received", row.received())
                .put("from", new JsonPrimitive(gap.from()))
                .put("to", new JsonPrimitive(gap.to()))
                .put("count", gap.count())
                .put("why", gap.why())
                .done();
    }

    /** On arrival in service, how long the line had been out of it. */
    private static OptionalLong took(List<HistoryEntry> rows, int place, Transition arrival) {
        if (!LineNow.isInService(arrival.to()) || LineNow.isInService(arrival.from())) {
            return OptionalLong.empty();
        }
        long epoch = rows.get(place).epoch();
        for (HistoryEntry row : rows.subList(place + 1, rows.size())) {
            if (row.epoch() != epoch || !(row.entry() instanceof Transition earlier)) {
                return OptionalLong.empty();
            }
            if (earlier.line() == arrival.line() && LineNow.isInService(earlier.from())) {
                long ms = arrival.monoMs() - earlier.monoMs();
                return ms >= 0 ? OptionalLong.of(ms) : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    private static String id(HistoryEntry row) {
        return row.epoch() + "." + row.entry().first();
    }
}
