// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code linekeeper check}: exit codes, what it prints, what it refuses. */
public class CheckIT {
    private static final int FOUR_MEBIBYTES = 4 << 20;

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private Command.Ended check(String... words) throws IOException, InterruptedException {
        String[] all = new String[words.length + 1];
        all[0] = "check";
        System.arraycopy(words, 0, all, 1, words.length);
        return Command.run(folder.getRoot().toPath(), all);
    }

    private static String example(String name) {
        return ImageFiles.root().resolve("examples/fanvil").resolve(name).toString();
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.getRoot().toPath().resolve(name), content).toString();
    }

    private String file(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private String oddFile() throws IOException {
        Path path = folder.getRoot().toPath().resolve("odd.cfg");
        return FanvilFile.line(5060, 5061).set("Register TTL", 1).write(path).toString();
    }

    private static List<JsonObject> objects(String lines) {
        return lines.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }

    @Test
    public void theExamplesAreClean() throws Exception {
        Command.Ended ended = check(example("x4u.cfg"), example("x4u.xml"), example("older.xml"));
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).doesNotContain("secret").contains("127.0.0.1:5061");
    }

    @Test
    public void Y17_aYealinkFileIsToldFromTheOthersAndReadToTheLetter() throws Exception {
        String yealink = ImageFiles.root().resolve("examples/yealink").toString();
        Command.Ended ended =
                check(
                        "--json",
                        example("x4u.cfg"),
                        yealink + "/t46.cfg",
                        yealink + "/static-cache-2.cfg",
                        yealink + "/whole-example.cfg");
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(1);
        List<JsonObject> files = objects(ended.out());
        assertThat(files)
                .extracting(file -> file.get("vendor").getAsString())
                .containsExactly("fanvil", "yealink", "yealink", "yealink");
        assertThat(files)
                .extracting(file -> file.getAsJsonArray("warnings").size())
                .containsExactly(0, 0, 0, 7);
        JsonArray records = files.get(2).getAsJsonArray("static_dns");
        assertThat(records).hasSize(2);
        assertKeys(
                records.get(0).getAsJsonObject(),
                "type, name, ttl, priority, weight, port, target");
        JsonObject line = files.get(3).getAsJsonArray("lines").get(0).getAsJsonObject();
        assertKeys(
                line.getAsJsonArray("outbound_proxies").get(0).getAsJsonObject(),
                "address, port, transport, transmissions, invite_transmissions, give_up_ms,"
                        + " register_before_request, only_registered, resubscribe, failback");
    }

    @Test
    public void Y18_theModelLimitsTheLines() throws Exception {
        String two =
                "account.2.enable = 1\naccount.2.user_name = 1\n"
                        + "account.2.sip_server.1.address = a.example\n";
        String file = file("two.cfg", two);
        assertThat(check(file, "--model", "SIP-T21P_E2").code()).isZero();
        Command.Ended ended = check(file, "--model", "SIP-T19P_E2");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).contains("two.cfg:1: account.2.enable = 1: ");
    }

    @Test
    public void aWarningIsExitOneAndNamesLineKeyValueAndWhatIsUsed() throws Exception {
        Command.Ended ended = check("--json", oddFile());
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(1);
        JsonArray warnings = objects(ended.out()).get(0).getAsJsonArray("warnings");
        assertThat(warnings).hasSize(1);
        JsonObject warning = warnings.get(0).getAsJsonObject();
        assertThat(warning.keySet())
                .containsExactlyInAnyOrder("at", "key", "value", "message", "used");
        assertThat(warning.get("at").getAsInt()).isPositive();
        assertThat(warning.get("key").getAsString()).isEqualTo("SIP1 Register TTL");
        assertThat(warning.get("value").getAsString()).isEqualTo("1");
        assertThat(warning.get("used").getAsString()).isEqualTo("3600");
    }

    @Test
    public void jsonHasTheShapeThatOthersRelyOn() throws Exception {
        Command.Ended ended = check("--json", example("x4u.cfg"));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).doesNotContain("secret");
        JsonObject file = objects(ended.out()).get(0);
        assertKeys(file, "file, vendor, lines, static_dns, warnings, errors");
        assertThat(file.get("vendor").getAsString()).isEqualTo("fanvil");
        assertThat(file.getAsJsonArray("lines")).hasSize(1);
        JsonObject line = file.getAsJsonArray("lines").get(0).getAsJsonObject();
        assertKeys(
                line,
                "line, enabled, label, display_name, user, auth_user, domain, local_port, servers,"
                        + " outbound_proxies, redundancy, heartbeat, keepalive, timers_ms, retry_s,"
                        + " refresh_percent, unavailable_codes, dns, session, unregister_on_exit");
        assertKeys(
                line.getAsJsonArray("servers").get(0).getAsJsonObject(),
                "address, port, transport, expires, transmissions, invite_transmissions,"
                        + " give_up_ms, register_before_request, only_registered, resubscribe,"
                        + " failback");
        assertKeys(
                line.getAsJsonObject("redundancy"),
                "registration, probe, probe_interval_s, return_delay_s, idle_only,"
                        + " remove_old_binding");
    }

    private static void assertKeys(JsonObject object, String keys) {
        assertThat(object.keySet()).containsExactlyInAnyOrderElementsOf(Set.of(keys.split(", ")));
    }

    @Test
    public void whatIsNoConfigIsRefusedFileByFileAndTheWorstFileCounts() throws Exception {
        String doctype = "<!DOCTYPE sysConf [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>";
        String xml = Files.readString(Path.of(example("x4u.xml")));
        byte[] binary = new byte[4096];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) (i * 31);
        }
        String large = Files.readString(Path.of(example("x4u.cfg"))) + "\n".repeat(FOUR_MEBIBYTES);
        List<String> refused =
                List.of(
                        file("truncated.xml", xml.substring(0, xml.length() / 2)),
                        file("doctype.xml", doctype + xml.substring(xml.indexOf("<sysConf"))),
                        file("binary.cfg", binary),
                        file("large.cfg", large),
                        file("empty.cfg", ""),
                        folder.getRoot().toPath().resolve("nosuch.cfg").toString(),
                        folder.getRoot().toString());

        List<String> words = new ArrayList<>(refused);
        words.add(0, "--json");
        words.add(example("x4u.cfg"));
        Command.Ended json = check(words.toArray(String[]::new));
        assertThat(json.code()).as(json.out() + json.err()).isEqualTo(2);
        List<JsonObject> objects = objects(json.out());
        assertThat(objects).hasSize(refused.size() + 1);
        for (int i = 0; i < refused.size(); i++) {
            JsonObject object = objects.get(i);
            assertThat(object.get("file").getAsString()).isEqualTo(refused.get(i));
            assertThat(object.get("vendor").isJsonNull()).isTrue();
            assertThat(object.getAsJsonArray("lines")).isEmpty();
            assertThat(object.getAsJsonArray("errors")).as(refused.get(i)).hasSize(1);
        }
        assertThat(objects.get(refused.size()).getAsJsonArray("lines")).hasSize(1);
    }

    @Test
    public void aRefusalIsOneSentenceOnStandardError() throws Exception {
        check(file("binary.cfg", new byte[] {0, 1, 2, (byte) 255}))
                .assertRefusedInOneSentence("binary.cfg");
        check(file("doctype.xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE sysConf>\n<sysConf/>"))
                .assertRefusedInOneSentence("doctype.xml", "2", "DOCTYPE");
    }
}
