// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code up/metrics}: numbers that may be lost.
 *
 * @param at the device's wall clock
 * @param monoMs milliseconds since the device started
 * @param values whole numbers by name, at most {@link #MAX_VALUES}; a unit stands in the name, such
 *     as {@code heap_bytes}, and what only grows ends in {@code _total}
 */
public record Metrics(Instant at, long monoMs, Map<String, Long> values) {
    public static final int MAX_VALUES = 128;

    public Metrics {
        at = Check.time("t", at);
        Check.count("mono", monoMs);
        Check.range("values", values.size(), 0, MAX_VALUES);
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        values.forEach(
                (name, value) -> {
                    Check.word("values", name);
                    Check.range("values." + name, value, -Check.MAX_NUMBER, Check.MAX_NUMBER);
                });
    }

    public static Metrics read(String json) throws BadMessage {
        Fields fields = Fields.message(json);
        Instant at = fields.time("t");
        long monoMs = fields.number("mono");
        Fields inner = fields.object("values");
        fields.build(() -> Check.range("values", inner.names().size(), 0, MAX_VALUES));
        Map<String, Long> values = new TreeMap<>();
        for (String name : inner.names()) {
            fields.build(() -> Check.named("values", name));
            values.put(name, inner.number(name));
        }
        return fields.build(() -> new Metrics(at, monoMs, values));
    }

    public String write() {
        Draft inner = new Draft();
        values.forEach(inner::put);
        return Draft.message().put("t", at).put("mono", monoMs).put("values", inner).text();
    }
}
