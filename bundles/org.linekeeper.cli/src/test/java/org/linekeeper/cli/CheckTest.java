// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.config.ConfigAdapter;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.GiveUp;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.StaticRecord;

class CheckTest {
    @TempDir Path directory;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    private String clean;
    private String odd;
    private String wrong;

    @BeforeEach
    void write() throws IOException {
        clean = write("clean.cfg", "alpha\nline 1 a.example\npassword top-secret");
        odd = write("odd.cfg", "beta\nline 1 b.example\nwarn Key");
        wrong = write("wrong.cfg", "alpha\nline 1 a.example\nrefuse Key");
    }

    @Test
    void theExitCodeIsTheWorstOfAllFiles() {
        assertThat(check(false, clean)).isZero();
        assertThat(check(false, clean, odd)).isEqualTo(1);
        assertThat(check(false, wrong, odd, clean)).isEqualTo(2);
        assertThat(check(true, odd, clean)).isEqualTo(1);
        assertThat(check(true, clean, directory.resolve("none").toString())).isEqualTo(2);
    }

    @Test
    void theTextSaysWhatTheFilesHoldAndWhatIsOdd() {
        check(false, clean, odd);
        assertThat(text())
                .isEqualTo(
                        clean
                                + ": alpha, 1 line(s), 0 warning(s)\n"
                                + "  line 1: 100@a.example\n"
                                + "    server 1: a.example:5060/udp, expires 3600 s,"
                                + " given up after 64 x T1\n"
                                + odd
                                + ": beta, 1 line(s), 1 warning(s)\n"
                                + "  line 1: 100@b.example\n"
                                + "    server 1: b.example:5060/udp, expires 3600 s,"
                                + " given up after 64 x T1\n"
                                + "  warning: "
                                + odd
                                + ":2: Key = 7: is odd; used: 1\n");
    }

    @Test
    void aRefusedFileSaysWhereAndWhyAndNothingElse() {
        check(false, wrong);
        assertThat(text()).isEmpty();
        assertThat(complaints.toString(StandardCharsets.UTF_8))
                .isEqualTo("linekeeper: " + wrong + ":2: Key = 7: is wrong\n");
    }

    @Test
    void jsonIsOneObjectAFile() {
        check(true, clean, odd, wrong);
        List<JsonObject> objects =
                text().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
        assertThat(objects).hasSize(3);
        JsonObject first = objects.get(0);
        assertThat(first.get("file").getAsString()).isEqualTo(clean);
        assertThat(first.get("vendor").getAsString()).isEqualTo("alpha");
        assertThat(first.getAsJsonArray("lines")).hasSize(1);
        assertThat(first.getAsJsonArray("warnings")).isEmpty();
        JsonObject warning = objects.get(1).getAsJsonArray("warnings").get(0).getAsJsonObject();
        assertThat(warning.get("key").getAsString()).isEqualTo("Key");
        assertThat(warning.get("at").getAsInt()).isEqualTo(2);
        assertThat(warning.get("used").getAsString()).isEqualTo("1");
        JsonObject refused = objects.get(2);
        assertThat(refused.get("vendor").isJsonNull()).isTrue();
        assertThat(refused.getAsJsonArray("lines")).isEqualTo(new JsonArray());
        assertThat(refused.getAsJsonArray("errors")).hasSize(1);
    }

    @Test
    void aPasswordIsPrintedNowhere() {
        check(false, clean);
        check(true, clean);
        assertThat(text()).doesNotContain("secret");
    }

    @Test
    void linesOfEveryKindCanBeTold() throws IOException {
        Server counted = Server.at("a.example").with(d -> d.transmissions(OptionalInt.of(4)));
        Server timed = Server.at("b.example").with(d -> d.giveUp(GiveUp.all(8_000)));
        LineConfig full =
                LineConfig.line(1)
                        .with(
                                d ->
                                        d.user("100")
                                                .domain("pbx.example")
                                                .servers(List.of(counted, timed))
                                                .outboundProxies(List.of(counted)));
        LineConfig empty = LineConfig.line(2).with(d -> d.enabled(false));
        LineConfig nameless = LineConfig.line(3).with(d -> d.servers(List.of(counted)));
        LineConfig byDhcp = LineConfig.line(4).with(d -> d.servers(List.of(Server.at(""))));
        ConfigAdapter adapter =
                new Fixed(
                        new Reading(
                                List.of(full, empty, nameless, byDhcp),
                                List.of(new StaticRecord.Address("a.example", 300, "192.0.2.1")),
                                List.of(),
                                List.of()));
        new Check(new Files(List.of(adapter)), settings(false, clean), out(bytes), out(complaints))
                .run();
        assertThat(text())
                .contains("4 line(s), 0 warning(s), 1 static DNS record(s)\n")
                .contains("  line 1: 100@pbx.example\n")
                .contains("    proxy 1: a.example:5060/udp, given up after 4 sends\n")
                .contains("given up after 4 sends\n")
                .contains(
                        "    server 2: b.example:5060/udp, expires 3600 s, given up after 8000 ms\n")
                .contains("  line 2: @, disabled\n")
                .contains("  line 3: @a.example\n")
                .contains("  line 4: @(from DHCP)\n    server 1: (from DHCP):5060/udp, expires");
    }

    /** Reads everything as the same lines. */
    private record Fixed(Reading reading) implements ConfigAdapter {
        @Override
        public String vendor() {
            return "fixed";
        }

        @Override
        public boolean recognises(ConfigFile file) {
            return true;
        }

        @Override
        public Reading read(List<ConfigFile> files, Map<String, String> options) {
            return reading;
        }
    }

    private int check(boolean json, String... files) {
        Files readers = new Files(List.of(new FakeAdapter("alpha"), new FakeAdapter("beta")));
        return new Check(readers, settings(json, files), out(bytes), out(complaints)).run();
    }

    private static Settings settings(boolean json, String... files) {
        return new Settings(
                "check",
                List.of(files),
                Optional.empty(),
                Map.of(),
                json,
                "none",
                Optional.empty(),
                Optional.empty(),
                "",
                false);
    }

    private static PrintStream out(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private String write(String name, String text) throws IOException {
        return java.nio.file.Files.writeString(directory.resolve(name), text).toString();
    }
}
