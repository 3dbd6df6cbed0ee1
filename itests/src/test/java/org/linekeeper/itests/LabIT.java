// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The README's way to try it: the lab and its prompt, a phone, {@code ctl}; three processes. */
public class LabIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private Path directory;
    private PhoneProcess phone;

    /** What {@code ctl} prints; it has to succeed. */
    private String ctl(String... words) throws Exception {
        String[] all = new String[words.length + 3];
        all[0] = "ctl";
        all[1] = "--http";
        all[2] = phone.place();
        System.arraycopy(words, 0, all, 3, words.length);
        Command.Ended ended = Command.run(directory, all);
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        return ended.out();
    }

    private static JsonObject only(String array) {
        JsonArray elements = JsonParser.parseString(array).getAsJsonArray();
        assertThat(elements).hasSize(1);
        return elements.get(0).getAsJsonObject();
    }

    private static String text(JsonObject object, String field) {
        JsonElement value = object.get(field);
        return value.isJsonNull() ? "null" : value.getAsString();
    }

    @Test
    public void fromTheFirstRegistrationOverAnOutageAndBack() throws Exception {
        directory = folder.getRoot().toPath();
        try (LabProcess lab = LabProcess.start(directory)) {
            Path config =
                    FanvilFile.line(lab.port(1), lab.port(2)).write(directory.resolve("a.cfg"));
            phone = PhoneProcess.run(config, directory.resolve("home"), "--time-scale", "10");
            try (PhoneProcess closed = phone) {
                walk(lab);
                closed.stop();
            }
            assertThat(lab.type("quit").get("ok").getAsBoolean()).isTrue();
            assertThat(lab.exitCode()).isZero();
        }
    }

    private void walk(LabProcess lab) throws Exception {
        phone.awaitLine("on_primary", lab.port(1), SOON);
        assertThat(text(only(ctl("lines")), "state")).isEqualTo("on_primary");

        assertThat(text(lab.type("silent 1"), "mode")).isEqualTo("silent");
        JsonObject dialled = JsonParser.parseString(ctl("call", "1", "200")).getAsJsonObject();
        String id = text(dialled, "id");
        phone.awaitCall(id, "state", "established", SOON);
        assertThat(text(only(ctl("calls")), "id")).isEqualTo(id);
        assertThat(text(only(ctl("lines")), "state")).isEqualTo("on_backup");

        assertThat(ctl("hangup", id)).isEmpty();
        assertThat(text(JsonParser.parseString(ctl("show", id)).getAsJsonObject(), "state"))
                .isEqualTo("ended");
        phone.awaitCall(id, "bye", "ok", SOON);

        assertThat(text(lab.type("up 1"), "mode")).isEqualTo("up");
        phone.awaitLine("on_primary", lab.port(1), SOON);
        assertThat(ctl("trace", "1")).contains("REGISTER sip:", "INVITE sip:200@", "BYE sip:");
        JsonObject status = lab.type("status");
        assertThat(status.getAsJsonArray("servers")).hasSize(2);
        assertThat(lab.type("frobnicate 1").get("ok").getAsBoolean()).isFalse();
    }
}
