// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.Reading;

/** What {@code check --json} prints for a file. Pure; safe for several threads. */
public final class ReadingJson {
    private ReadingJson() {}

    /**
     * One JSON object without a line break.
     *
     * @param file its name
     * @param vendor who read it; not shown when the file is refused
     */
    public static String write(String file, String vendor, Reading reading) {
        JsonObject json = new JsonObject();
        json.addProperty("file", file);
        json.addProperty("vendor", reading.isRefused() ? null : vendor);
        json.add("lines", reading.isRefused() ? new JsonArray() : LineJson.lines(reading.lines()));
        json.add("static_dns", StaticRecords.write(reading.staticDns()));
        json.add("warnings", findings(reading.warnings(), true));
        json.add("errors", findings(reading.errors(), false));
        return Documents.text(json);
    }

    private static JsonArray findings(List<Finding> findings, boolean withUsed) {
        JsonArray array = new JsonArray();
        for (Finding finding : findings) {
            JsonObject json = new JsonObject();
            json.addProperty("at", finding.at() == 0 ? null : (Number) finding.at());
            json.addProperty("key", finding.key().isEmpty() ? null : finding.key());
            json.addProperty("value", finding.value().isEmpty() ? null : finding.value());
            json.addProperty("message", finding.message());
            if (withUsed) {
                json.addProperty("used", finding.used().isEmpty() ? null : finding.used());
            }
            array.add(json);
        }
        return array;
    }
}
