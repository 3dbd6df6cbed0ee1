// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Reading;

/** Writes a file in each of the vendor's forms, one setting in a line of text. */
enum Layout {
    TEXT {
        @Override
        String write(Map<String, String> phone, Map<Integer, Map<String, String>> lines) {
            StringBuilder text =
                    new StringBuilder(
                            "<<VOIP CONFIG FILE>>Version:2.0000000000\n\n<SIP CONFIG MODULE>\n");
            phone.forEach((key, value) -> text.append("%-19s:%s%n".formatted(key, value)));
            text.append("--SIP Line List--  :\n");
            lines.forEach(
                    (number, line) ->
                            line.forEach(
                                    (key, value) ->
                                            text.append(
                                                    "%-24s:%s%n"
                                                            .formatted(
                                                                    "SIP" + number + " " + key,
                                                                    value))));
            return text + "<<END OF FILE>>\n";
        }

        @Override
        String key(String name, boolean ofLine) {
            return ofLine ? "SIP1 " + name : name;
        }
    },
    SYS_CONF {
        @Override
        String write(Map<String, String> phone, Map<Integer, Map<String, String>> lines) {
            return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sysConf>\n<sip>\n"
                    + elements(phone, false)
                    + lines.entrySet().stream()
                            .map(
                                    line ->
                                            "<line index=\"%d\">%n%s</line>%n"
                                                    .formatted(
                                                            line.getKey(),
                                                            elements(line.getValue(), true)))
                            .collect(Collectors.joining())
                    + "</sip>\n</sysConf>\n";
        }

        @Override
        String key(String name, boolean ofLine) {
            return name.replace(" ", "");
        }
    },
    OLDER {
        @Override
        String write(Map<String, String> phone, Map<Integer, Map<String, String>> lines) {
            return "<VOIP_CONFIG_FILE>\n<version>2.0002</version>\n<SIP_CONFIG_MODULE>\n"
                    + elements(phone, false)
                    + "<SIP_Line_List>\n"
                    + lines.entrySet().stream()
                            .map(
                                    line ->
                                            ("<SIP_Line_List_Entry>%n<ID>SIP%d</ID>%n%s"
                                                            + "</SIP_Line_List_Entry>%n")
                                                    .formatted(
                                                            line.getKey(),
                                                            elements(line.getValue(), true)))
                            .collect(Collectors.joining())
                    + "</SIP_Line_List>\n</SIP_CONFIG_MODULE>\n</VOIP_CONFIG_FILE>\n";
        }

        @Override
        String key(String name, boolean ofLine) {
            String whole = name.replace(' ', '_');
            return ofLine && whole.length() > 14 ? whole.substring(0, 14) : whole;
        }
    };

    static final String FILE = "phone.cfg";

    /** What every line needs, with the three timers that the older form only has together. */
    static Map<String, String> account() {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("Phone Number", "100");
        line.put("Register Addr", "pbx.example");
        line.put("Backup Addr", "backup.example");
        line.put("Session Timer T1", "500");
        line.put("Session Timer T2", "4000");
        line.put("Session Timer T4", "5000");
        return line;
    }

    abstract String write(Map<String, String> phone, Map<Integer, Map<String, String>> lines);

    abstract String key(String name, boolean ofLine);

    String write(Map<String, String> line) {
        return write(Map.of(), Map.of(1, line));
    }

    /** The account with one setting more, or other than usual. */
    String writeWith(String key, String value) {
        Map<String, String> line = account();
        line.put(key, value);
        return write(line);
    }

    static Reading read(String text, Map<String, String> options) {
        return new FanvilAdapter().read(List.of(file(text)), options);
    }

    static Reading read(String text) {
        return read(text, Map.of());
    }

    static ConfigFile file(String text) {
        return new ConfigFile(FILE, text.getBytes(StandardCharsets.UTF_8));
    }

    String elements(Map<String, String> settings, boolean ofLine) {
        return settings.entrySet().stream()
                .map(
                        setting -> {
                            String name = key(setting.getKey(), ofLine);
                            return "<%s>%s</%s>%n".formatted(name, setting.getValue(), name);
                        })
                .collect(Collectors.joining());
    }
}
