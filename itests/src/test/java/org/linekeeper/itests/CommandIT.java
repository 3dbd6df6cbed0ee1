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
            Command.Ended ended = linekeeper("run", config, "--home", home(), "--http", place);
            ended.assertRefusedInOneSentence(place);
            assertThat(ended.err().lines()).as("no line has started").hasSize(1);
        }
    }

    @Test
    public void aHomeThatCannotBeIsRefused() throws Exception {
        linekeeper("run", config, "--home", config)
                .assertRefusedInOneSentence("--home " + config, "it is no directory");
        linekeeper("run", config, "--home", config + "/below")
                .assertRefusedInOneSentence("--home " + config + "/below");
    }

    @Test
    public void aPolicyThatDoesNotFitIsRefused() throws Exception {
        linekeeper("run", config, "--home", home(), "--policy", image("org.linekeeper.api"))
                .assertRefusedInOneSentence("--policy", "holds no failover policy");
        Path own = directory.resolve("own.jar");
        Files.copy(Path.of(image("org.linekeeper.policy.standard")), own);
        linekeeper("run", config, "--home", home(), "--policy", own.toString())
                .assertRefusedInOneSentence("--policy " + own, "there already");
    }

    @Test
    public void anImageThatLacksABundleSaysWhichPartIsMissing() throws Exception {
        Path image = directory.resolve("image");
        Files.createDirectories(image.resolve("bundles"));
        Files.copy(ImageFiles.image().resolve("linekeeper.jar"), image.resolve("linekeeper.jar"));
        for (Path bundle : ImageFiles.bundles()) {
            Files.copy(bundle, image.resolve("bundles").resolve(bundle.getFileName()));
        }
        assertThat(lacking(image, "gson")).contains("needs the package com.google.gson");
        assertThat(lacking(image, "org.linekeeper.sip.jain"))
                .contains("needs the service org.linekeeper.api.sip.Signalling");
        assertThat(lacking(image, "org.apache.felix.scr")).contains("the extender osgi.component");
        assertThat(lacking(image, "org.linekeeper.policy.standard"))
                .contains("run needs a failover policy");
        assertThat(lacking(image, "org.linekeeper.cli")).contains("the bundle org.linekeeper.cli");
    }

    /** What an image says without one of its bundles. */
    private String lacking(Path image, String bundle) throws Exception {
        Path jar = jar(image.resolve("bundles"), bundle);
        Path beside = image.resolve(jar.getFileName());
        Files.move(jar, beside);
        Command.Ended ended =
                Command.java(
                        directory,
                        image.resolve("linekeeper.jar"),
                        "run",
                        config,
                        "--home",
                        home(),
                        "--http",
                        "127.0.0.1:0");
        Files.move(beside, jar);
        ended.assertRefusedInOneSentence("the image is not whole", "which is not there");
        return ended.err();
    }

    private static String image(String bundle) throws IOException {
        return jar(ImageFiles.image().resolve("bundles"), bundle).toString();
    }

    private static Path jar(Path bundles, String name) throws IOException {
        try (var jars = Files.list(bundles)) {
            return jars.filter(path -> path.getFileName().toString().startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    public void helpNamesWhatOneCanType() throws Exception {
        Command.Ended script = linekeeper("--help");
        assertThat(script.code()).isZero();
        assertThat(script.out()).contains("linekeeper run", "linekeeper lab", "linekeeper ctl");
        Command.Ended jar =
                Command.java(directory, ImageFiles.image().resolve("linekeeper.jar"), "--help");
        assertThat(jar.out())
                .contains("java -jar linekeeper.jar run")
                .doesNotContain("linekeeper lab", "linekeeper ctl");
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
