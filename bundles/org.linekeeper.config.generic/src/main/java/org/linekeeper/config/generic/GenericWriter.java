// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.linekeeper.api.config.ConfigWriter;
import org.linekeeper.api.config.Writing;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.config.kit.json.LineJson;
import org.linekeeper.config.kit.json.LineJson.Detail;
import org.osgi.service.component.annotations.Component;

/** Writes Linekeeper's own format: every value that is not at its default, and no other. */
@Component
public final class GenericWriter implements ConfigWriter {
    @Override
    public String vendor() {
        return GenericAdapter.VENDOR;
    }

    @Override
    public Writing write(
            List<LineConfig> lines, List<StaticRecord> staticDns, boolean withSecrets) {
        TomlText text = new TomlText();
        text.comment("Linekeeper's own format, see docs/generic.md.");
        text.comment("What is not said here is at the default that stands there.");
        statics(staticDns).forEach(record -> text.element("static_dns", record.getAsJsonObject()));
        Set<Integer> withoutPassword = new TreeSet<>();
        for (LineConfig line : lines) {
            boolean keptBack = !withSecrets && !line.password().isEmpty();
            if (keptBack) {
                withoutPassword.add(line.line());
            }
            LineConfig told = keptBack ? line.with(d -> d.password(Secret.NONE)) : line;
            text.element("line", departures(told, staticDns));
        }
        return new Writing(text.toString(), withoutPassword);
    }

    private static JsonObject departures(LineConfig line, List<StaticRecord> staticDns) {
        LineConfig plain = GenericDefaults.line(line.line());
        LineConfig usual =
                plain.with(
                        draft ->
                                draft.servers(List.of(GenericDefaults.SERVER))
                                        .dns(plain.dns().withStatics(staticDns)));
        JsonObject defaults = json(usual);
        JsonObject server = defaults.getAsJsonArray("servers").get(0).getAsJsonObject();
        defaults.add("servers", new JsonArray());
        return Departures.of(json(line), defaults, server);
    }

    /** The records as the JSON of a line that has them. */
    private static Iterable<JsonElement> statics(List<StaticRecord> records) {
        LineConfig line = LineConfig.line(1);
        LineConfig holder = line.with(draft -> draft.dns(line.dns().withStatics(records)));
        return json(holder).getAsJsonObject("dns").getAsJsonArray("statics");
    }

    private static JsonObject json(LineConfig line) {
        return JsonParser.parseString(LineJson.write(line, Detail.FULL)).getAsJsonObject();
    }
}
