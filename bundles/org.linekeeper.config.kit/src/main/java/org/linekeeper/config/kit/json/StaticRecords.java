// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.linekeeper.api.line.StaticRecord;

/** Static DNS records to JSON and back; {@code type} says which other fields there are. */
final class StaticRecords {
    /** Twelve of each type: as many as the vendor that has most of them. */
    static final int MAX_RECORDS = 36;

    private StaticRecords() {}

    static JsonArray write(List<StaticRecord> records) {
        JsonArray array = new JsonArray();
        records.forEach(record -> array.add(write(record)));
        return array;
    }

    private static JsonObject write(StaticRecord record) {
        if (record instanceof StaticRecord.Address address) {
            JsonObject json = start("A", record);
            json.addProperty("address", address.address());
            return json;
        }
        if (record instanceof StaticRecord.Srv srv) {
            JsonObject json = start("SRV", record);
            json.addProperty("priority", srv.priority());
            json.addProperty("weight", srv.weight());
            json.addProperty("port", srv.port());
            json.addProperty("target", srv.target());
            return json;
        }
        StaticRecord.Naptr naptr = (StaticRecord.Naptr) record;
        JsonObject json = start("NAPTR", record);
        json.addProperty("order", naptr.order());
        json.addProperty("preference", naptr.preference());
        json.addProperty("flags", naptr.flags());
        json.addProperty("service", naptr.service());
        json.addProperty("replacement", naptr.replacement());
        return json;
    }

    private static JsonObject start(String type, StaticRecord record) {
        JsonObject json = new JsonObject();
        json.addProperty("type", type);
        json.addProperty("name", record.name());
        json.addProperty("ttl", record.ttlSeconds());
        return json;
    }

    /** Those in a field of {@code json}; {@code absent} if it is not there. */
    static List<StaticRecord> read(Fields json, String name, List<StaticRecord> absent)
            throws BadLine {
        if (!json.has(name)) {
            return absent;
        }
        JsonArray array = json.array(name, MAX_RECORDS);
        List<StaticRecord> records = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            records.add(record(Fields.asObject(json.at(name) + "[" + i + "]", array.get(i))));
        }
        return records;
    }

    private static StaticRecord record(Fields json) throws BadLine {
        String type = json.text("type", "");
        String name = host(json, "name");
        long ttl = json.number("ttl", 0L, (long) LineReader.MAX_SECONDS, 0L);
        StaticRecord record =
                switch (type) {
                    case "A" -> new StaticRecord.Address(name, ttl, host(json, "address"));
                    case "SRV" ->
                            new StaticRecord.Srv(
                                    name,
                                    ttl,
                                    json.requiredInt("priority", 0, 65535),
                                    json.requiredInt("weight", 0, 65535),
                                    json.requiredInt("port", 0, 65535),
                                    host(json, "target"));
                    case "NAPTR" ->
                            new StaticRecord.Naptr(
                                    name,
                                    ttl,
                                    json.requiredInt("order", 0, 65535),
                                    json.requiredInt("preference", 0, 65535),
                                    json.text("flags", ""),
                                    json.text("service", ""),
                                    host(json, "replacement"));
                    default -> throw new BadLine(json.at("type"), "is not A, SRV or NAPTR.");
                };
        json.noOthers();
        return record;
    }

    /** A name or an address; SRV names have underscores, which names of hosts may have too. */
    private static String host(Fields json, String field) throws BadLine {
        String host = json.host(field, "");
        if (host.isEmpty()) {
            throw new BadLine(json.at(field), "is missing.");
        }
        return host;
    }
}
