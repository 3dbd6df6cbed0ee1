// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What {@code ./linekeeper} refuses at once, and how it says so; and the line when it is up. */
public class CommandIT {
    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private Path directory;
    private String config;

    @Before
    public void writeConfig() throws IOException {
        directory = folder.getRoot().toPath();
        config =
                FanvilFile.line(Ports.free(), Ports.free())
                        .write(directory.resolve("phone.cfg"))
                        .toString();
    }

    private Command.Ended linekeeper(String... words) throws IOException, InterruptedException {
        return Command.run(directory, words);
    }

    private String home() {
        return directory.resolve("home").toString();
    }

    @Test
    public void badArgumentsAreOneSentence() throws Exception {
        linekeeper("frobnicate").assertRefusedInOneSentence("frobnicate");
        linekeeper("run").assertRefusedInOneSentence("config");
        linekeeper("run", config, "--http").assertRefusedInOneSentence("--http");
        linekeeper("run", config, "--http", "nonsense")
                .assertRefusedInOneSentence("--http", "nonsense");
        linekeeper("run", config, "--time-scale", "0")
                .assertRefusedInOneSentence("--time-scale", "0");
        linekeeper("run", config, "--policy", "nosuch.jar")
                .assertRefusedInOneSentence("--policy", "nosuch.jar");
        linekeeper("check", config, "--frobnicate").assertRefusedInOneSentence("--frobnicate");
        linekeeper("lab", "--port", "much").assertRefusedInOneSentence("--port", "much");
        linekeeper("ctl", "frobnicate").assertRefusedInOneSentence("frobnicate");
    }

    @Test
    public void aPolicyThatIsNoneIsRefused() throws Exception {
        linekeeper("run", config, "--home", home(), "--policy", config)
                .assertRefusedInOneSentence("--policy", config);
    }

    @Test
    public void aRefusedConfigStartsNothing() throws Exception {
        Path file = Files.writeString(directory.resolve("not.xml"), "<sysConf><sip>");
        linekeeper("run", file.toString(), "--home", home()).assertRefusedInOneSentence("not.xml");
    }

    @Test
    public void aTakenHttpPortIsRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String place = "127.0.0.1:" + taken.getLocalPort();
            linekeeper("run", config, "--home", home(), "--http", place)
                    .assertRefusedInOneSentence(place);
        }
    }

    @Test
    public void aSecondPhoneInTheSameHomeIsRefused() throws Exception {
        Path home = directory.resolve("home");
        try (PhoneProcess phone = PhoneProcess.run(Path.of(config), home)) {
            linekeeper("run", config, "--home", home.toString(), "--http", "127.0.0.1:0")
                    .assertRefusedInOneSentence(home.toRealPath().toString());
            assertThat(phone.line().get("line").getAsInt()).isEqualTo(1);
            phone.stop();
        }
    }

    @Test
    public void theReadyLineHasItsExactShape() throws Exception {
        try (PhoneProcess phone = PhoneProcess.run(Path.of(config), directory.resolve("home"))) {
            assertThat(phone.readyLine())
                    .isEqualTo("{\"ready\":true,\"http\":\"" + phone.place() + "\",\"lines\":1}");
            assertThat(phone.place()).matches("127\\.0\\.0\\.1:[1-9][0-9]*");
            phone.stop();
        }
        try (PhoneProcess fast =
                PhoneProcess.run(
                        Path.of(config), directory.resolve("other"), "--time-scale", "10")) {
            assertThat(fast.readyLine()).endsWith(",\"lines\":1,\"time_scale\":10}");
            fast.stop();
        }
    }
}
