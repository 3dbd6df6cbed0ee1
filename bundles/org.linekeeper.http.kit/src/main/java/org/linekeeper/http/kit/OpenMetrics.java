// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import java.util.Locale;

/** Writes metrics in the OpenMetrics 1.0 text format. One thread. */
public final class OpenMetrics {
    public static final String TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final StringBuilder text = new StringBuilder();
    private String family = "";
    private String suffix = "";

    /** Begins a family; its samples follow. */
    public OpenMetrics family(String name, String type, String help) {
        family = name;
        suffix = type.equals("counter") ? "_total" : "";
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        return this;
    }

    /** A sample of the family with labels as name, value, name, value. */
    public OpenMetrics sample(long value, String... labels) {
        return line(Long.toString(value), labels);
    }

    /** The same for what is measured in fractions. */
    public OpenMetrics sample(double value, String... labels) {
        return line(String.format(Locale.ROOT, "%.3f", value), labels);
    }

    /** The whole of it. */
    public String end() {
        return text.append("# EOF\n").toString();
    }

    private OpenMetrics line(String value, String... labels) {
        text.append(family).append(suffix);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',')
                    .append(labels[i])
                    .append("=\"")
                    .append(escaped(labels[i + 1]))
                    .append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
        return this;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
