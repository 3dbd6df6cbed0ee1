// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.lab.server.PocketServer;

final class LabMainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private int run(String input, String... arguments) {
        return LabMain.run(
                List.of(arguments),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    private List<String> answers() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void saysWhenItIsUpAndAnswersEachCommandWithOneLine() {
        String commands = "silent 1\ncode 2 503 7\ndelay 2 5\nchallenge 2 on\nstatus\nup 2\nquit\n";
        assertThat(run(commands + "status\n", "--port", "0")).isZero();
        assertThat(answers()).hasSize(8);
        assertThat(answers().get(0))
                .matches(
                        "\\{\"ready\":true,\"servers\":\\[\\{\"server\":1,"
                                + "\"address\":\"127.0.0.1\","
                                + "\"port\":\\d+,\"transports\":\\[\"udp\",\"tcp\"]},"
                                + "\\{\"server\":2,.*}]}");
        assertThat(answers().get(1))
                .isEqualTo(
                        "{\"ok\":true,\"server\":1,\"mode\":\"silent\",\"delay_ms\":0,"
                                + "\"challenge\":false}");
        assertThat(answers().get(5))
                .endsWith(
                        "{\"server\":2,\"mode\":\"code\",\"code\":503,\"delay_ms\":5,"
                                + "\"challenge\":true,\"bindings\":0,\"received\":{},"
                                + "\"calls\":0}]}");
        assertThat(answers().get(6)).contains("\"mode\":\"up\"").contains("\"delay_ms\":0");
        assertThat(answers().get(7)).isEqualTo("{\"ok\":true}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "silent 3|server is a number from 1 to 2, not \\\"3\\\"",
                "silent|silent has 0 arguments",
                "code 1 99|CODE is a number from 200 to 699",
                "code 1 503 x|RETRY-AFTER is a number",
                "delay 1 -1|MS is a number",
                "challenge 1 maybe|challenge is on or off",
                "dance|unknown command \\\"dance\\\"",
                "''|unknown command \\\"\\\""
            })
    void answersABadCommandWithOneSentence(String command, String sentence) {
        assertThat(run(command + "\n", "--port", "0")).isZero();
        assertThat(answers().get(1)).startsWith("{\"ok\":false,\"error\":\"").contains(sentence);
        assertThat(answers()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--servers 0|--servers needs a number from 1 to 100, not \"0\"",
                "--port|--port needs a number from 0 to 65535",
                "--port 65535|leaves no room for 2 servers",
                "--loud|unknown argument \"--loud\""
            })
    void refusesBadArguments(String arguments, String sentence) {
        assertThat(run("", arguments.split(" "))).isEqualTo(2);
        assertThat(log.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("linekeeper lab: ")
                .contains(sentence);
        assertThat(answers()).isEmpty();
    }

    @Test
    void refusesATakenPort() {
        try (PocketServer first = PocketServer.start("first")) {
            assertThat(run("", "--port", "" + first.port())).isEqualTo(2);
            assertThat(log.toString(StandardCharsets.UTF_8))
                    .contains("cannot listen on 127.0.0.1:" + first.port());
        }
    }

    @Test
    void writesHostileTextAsJson() {
        assertThat(Json.write(Json.object("a", "\"\\\n\u007f")))
                .isEqualTo("{\"a\":\"\\\"\\\\\\u000a\\u007f\"}");
    }
}
