// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linekeeper.itests.Scene.SOON;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.sip.SipMessage;

/** Y17 and Y18: whole files, as they are checked and as they run. */
@Category(Full.class)
public class YealinkFileIT {
    private static final String NAME = "yealink.pbx.com";

    @Rule public final YealinkServers servers = new YealinkServers();

    private static Path example() {
        return ImageFiles.root().resolve("examples/yealink/whole-example.cfg");
    }

    private Command.Ended check(String... words) throws IOException, InterruptedException {
        List<String> all = Stream.concat(Stream.of("check"), Stream.of(words)).toList();
        return Command.run(servers.directory(), all.toArray(String[]::new));
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(servers.directory().resolve(name), content).toString();
    }

    private String file(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static List<JsonObject> warnings(Command.Ended ended) {
        JsonObject file = JsonParser.parseString(ended.out()).getAsJsonObject();
        assertThat(file.getAsJsonArray("errors")).isEmpty();
        List<JsonObject> warnings = new ArrayList<>();
        file.getAsJsonArray("warnings").forEach(each -> warnings.add(each.getAsJsonObject()));
        return warnings;
    }

    @Test
    public void Y17_theWholeExampleIsWarnedOfForItsSevenLettersOnly() throws Exception {
        Command.Ended ended = check("--json", example().toString());
        assertThat(ended.code()).as(ended.err()).isEqualTo(1);
        List<String> lines = Files.readAllLines(example());
        List<JsonObject> warnings = warnings(ended);
        assertThat(warnings).hasSize(7);
        for (JsonObject warning : warnings) {
            String key = warning.get("key").getAsString();
            assertThat(key).startsWith("account.1.outbound_proxy.Y.");
            assertThat(lines.get(warning.get("at").getAsInt() - 1)).startsWith(key + " ");
        }
        Command.Ended forPeople = check(example().toString());
        assertThat(forPeople.code()).isEqualTo(1);
        assertThat(forPeople.out() + forPeople.err())
                .contains("whole-example.cfg:18: account.1.outbound_proxy.Y.retry_counts = 3: ");
    }

    @Test
    public void Y17_theWholeExampleRuns() throws Exception {
        PocketServer one = start("server1");
        PocketServer two = start("server2");
        servers.dns()
                .naptr(NAME, 60, 100, 50, "s", "SIP+D2U", "_sip._udp." + NAME)
                .naptr(NAME, 60, 90, 50, "s", "SIP+D2T", "_sip._tcp." + NAME)
                .srv("_sip._tcp." + NAME, 60, 0, 1, one.port(), "server1." + NAME)
                .srv("_sip._tcp." + NAME, 60, 0, 2, two.port(), "server2." + NAME)
                .srv("_sip._udp." + NAME, 60, 0, 1, servers.c().port(), "server1." + NAME)
                .a("server1." + NAME, 60, "127.0.0.1")
                .a("server2." + NAME, 60, "127.0.0.1");
        PhoneProcess phone = servers.run(example(), "--dns", "127.0.0.1:" + servers.dns().port());
        JsonObject line = phone.awaitLine("on_primary", two.port(), SOON);
        JsonObject target = line.getAsJsonObject("target");
        assertThat(target.get("transport").getAsString()).isEqualTo("tcp");
        assertThat(target.get("server").getAsString()).isEqualTo(NAME);
        assertThat(line.get("aor").getAsString()).isEqualTo("sip:4605@" + NAME);

        servers.mark();
        String call = phone.dial("200");
        phone.awaitCall(call, "state", "established", SOON);
        SipMessage invite = two.awaitReceived("INVITE", 1, SOON).get(0).message();
        assertThat(invite.uri()).isEqualTo("sip:200@" + NAME);
        assertThat(invite.list("Route")).hasSize(1).allMatch(route -> route.contains(NAME));
        phone.hangUp(call);
        phone.awaitCall(call, "bye", "ok", SOON);

        two.closeSockets();
        phone.awaitLine("on_backup", one.port(), SOON);
        two.up();
        servers.mark();
        phone.awaitCall(phone.dial("300"), "state", "established", SOON);
        assertThat(servers.story())
                .as("failback_mode 3: it stays for an hour")
                .containsOnly("INVITE server1", "ACK server1");
        assertThat(servers.c().received()).as("the NAPTR of a higher order").isEmpty();
    }

    private PocketServer start(String name) {
        return servers.start(PocketServer.named(name).user("4605", "4605")).knownAs(NAME);
    }

    private static String accounts(int count) {
        StringBuilder text = new StringBuilder("#!version:1.0.0.1\n");
        for (int n = 1; n <= count; n++) {
            text.append("account.%d.enable = 1\n".formatted(n));
            text.append("account.%d.user_name = 10%d\n".formatted(n, n));
            text.append("account.%d.sip_server.1.address = 192.0.2.1\n".formatted(n));
        }
        return text.toString();
    }

    @Test
    public void Y18_aLineAboveTheModelsLimitIsAWarning() throws Exception {
        String sixteen = file("sixteen.cfg", accounts(16));
        assertThat(check(sixteen).code()).as("no model, no limit").isZero();
        assertThat(check(sixteen, "--model", "VP59").code()).isZero();
        assertAbove(12, sixteen, "T53W");
        assertAbove(1, sixteen, "CP920");
        Command.Ended unknown = check("--json", sixteen, "--model", "T1000");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(warnings(unknown)).hasSize(1);
        assertThat(warnings(unknown).get(0).get("value").getAsString()).isEqualTo("T1000");
    }

    private void assertAbove(int limit, String file, String model) throws Exception {
        Command.Ended ended = check("--json", file, "--model", model);
        assertThat(ended.code()).isEqualTo(1);
        List<JsonObject> warnings = warnings(ended);
        assertThat(warnings).hasSize(16 - limit);
        for (int i = 0; i < warnings.size(); i++) {
            String key = "account." + (limit + 1 + i) + ".enable";
            assertThat(warnings.get(i).get("key").getAsString()).isEqualTo(key);
            assertThat(warnings.get(i).get("used").getAsString()).isEqualTo("0");
        }
    }

    @Test
    public void Y18_aLineAboveTheModelsLimitIsNotRun() throws Exception {
        Path file = Path.of(file("two.cfg", accounts(2)));
        PhoneProcess phone = servers.run(file, "--model", "T19P_E2", "--dns", "none");
        List<Boolean> enabled = new ArrayList<>();
        for (JsonElement line : phone.get("lines").getAsJsonArray()) {
            enabled.add(line.getAsJsonObject().get("enabled").getAsBoolean());
        }
        assertThat(enabled).containsExactly(true, false);
    }

    @Test
    public void Y17_whatIsNoFileOfThisVendorIsRefusedInOneSentence() throws Exception {
        check("--vendor", "yealink", file("other.cfg", "SIP1 Phone Number :100\n"))
                .assertRefusedInOneSentence("other.cfg");
        check(file("zeros.cfg", accounts(1).concat("\0\0").getBytes(StandardCharsets.UTF_8)))
                .assertRefusedInOneSentence("zeros.cfg");
        check(file("large.cfg", accounts(1) + "#\n".repeat(2 << 20)))
                .assertRefusedInOneSentence("large.cfg");
        check(file("one.cfg", accounts(1)), "--set", "yealink.new-requests=later")
                .assertRefusedInOneSentence("yealink.new-requests", "later");
        Command.run(
                        servers.directory(),
                        "run",
                        file("none.cfg", "#!/bin/sh\n"),
                        "--vendor",
                        "yealink",
                        "--http",
                        "127.0.0.1:0",
                        "--home",
                        servers.directory().resolve("home").toString())
                .assertRefusedInOneSentence("none.cfg");
    }
}
