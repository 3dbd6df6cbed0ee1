// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.console.RunningPhone;

final class CtlTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private RunningPhone phone;

    @BeforeEach
    void start() throws IOException {
        phone = new RunningPhone();
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    @Test
    void whatThePhoneSaysIsPrintedAsItIs() {
        assertThat(ctl("lines")).isZero();
        assertThat(text(out))
                .startsWith("[{\"line\":1,\"aor\":\"sip:100@a.example\",")
                .endsWith("]\n");
        assertThat(text(out).lines()).hasSize(1);
        out.reset();

        assertThat(ctl("line", "2")).isZero();
        assertThat(text(out)).startsWith("{\"line\":2,");
        out.reset();
        assertThat(ctl("health")).isZero();
        assertThat(text(out)).isEqualTo("{\"lines\":2,\"registered\":1}\n");
        out.reset();
        assertThat(ctl("metrics")).isZero();
        assertThat(text(out)).endsWith("# EOF\n");
        out.reset();
        assertThat(ctl("config", "1")).isZero();
        assertThat(text(out)).startsWith("{\"line\":1,").doesNotContain("password");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void whatIsAskedIsDoneWithoutAWord() {
        assertThat(ctl("register", "1")).isZero();
        assertThat(ctl("options", "1")).isZero();

        assertThat(phone.asked()).containsExactly("register 1", "options 1");
        assertThat(text(out) + text(err)).isEmpty();
    }

    @Test
    void aCallIsPlacedShownAndHungUp() {
        assertThat(ctl("call", "1", "sip:\u00fc\"\\@a.example")).isZero();
        assertThat(text(out)).isEqualTo("{\"id\":\"call/1\"}\n");
        out.reset();

        assertThat(ctl("show", "call/1")).isZero();
        assertThat(text(out)).startsWith("{\"id\":\"call/1\",\"line\":1,");
        assertThat(ctl("hangup", "call/1")).isZero();
        assertThat(phone.asked())
                .containsExactly("dial 1 sip:\u00fc\"\\@a.example", "hangup call/1");
    }

    @Test
    void aSubscriptionIsMadeShownAndEnded() {
        assertThat(ctl("subscribe", "1", "message-summary")).isZero();
        assertThat(text(out)).startsWith("{\"id\":\"s/1\",\"event\":\"message-summary\",");
        out.reset();
        assertThat(ctl("subscribe", "1", "dialog", "sip:{}\"@b.example")).isZero();
        out.reset();

        assertThat(ctl("subscriptions", "1")).isZero();
        assertThat(text(out)).startsWith("[{\"id\":\"s/1\",").contains("{\"id\":\"s/2\",");
        assertThat(ctl("unsubscribe", "1", "s/1")).isZero();
        assertThat(ctl("unsubscribe", "1", "s/1")).isEqualTo(1);
        assertThat(text(err)).isEqualTo("Line 1 has no subscription s/1.\n");
        assertThat(phone.asked())
                .containsExactly(
                        "subscribe 1 message-summary itself",
                        "subscribe 1 dialog sip:{}\"@b.example",
                        "unsubscribe 1 s/1");
    }

    @Test
    void V7_aDhcpHookTellsTheOptionAndThatItIsGone() {
        assertThat(ctl("dhcp-option-120", "01c0000201")).isZero();
        assertThat(ctl("dhcp-option-120", "")).isZero();
        assertThat(phone.asked()).containsExactly("dhcp 01c0000201", "dhcp ");
        assertThat(text(out) + text(err)).isEmpty();

        assertThat(ctl("dhcp-option-120", "\"}")).isEqualTo(1);
        assertThat(text(err)).isEqualTo("Character 1 of the option is no digit.\n");
    }

    @Test
    void aRefusalIsOneSentenceAndExitOne() {
        assertThat(ctl("register", "2")).isEqualTo(1);
        assertThat(ctl("show", "x y")).isEqualTo(1);
        assertThat(ctl("call", "1", "a\"b\u001b[2J")).isEqualTo(1);

        assertThat(text(err).lines())
                .containsExactly(
                        "Line 2 is disabled.",
                        "No call x y.",
                        "\"a\"b?[2J\" is no address to dial.");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void aTraceIsToBeRead() {
        assertThat(ctl("trace", "1")).isZero();
        assertThat(text(out))
                .startsWith(
                        "2026-03-01T12:00:00.005Z  -->  192.0.2.1:5060 udp  REGISTER"
                                + " sip:a.example SIP/2.0\n    CSeq: 1 REGISTER\n");
    }

    @Test
    void aLadderIsToBeReadAndTheirListIsJson() {
        assertThat(ctl("ladders", "1")).isZero();
        assertThat(text(out)).startsWith("[{\"id\":\"1-mm7p8er0\",");
        out.reset();
        assertThat(ctl("ladder", "1")).isZero();
        String last = text(out);
        assertThat(last)
                .startsWith("Line 1, ladder 1-mm7p8er0: on_primary -> on_backup (no_answer)")
                .contains("|------ REGISTER ------>|");
        out.reset();
        assertThat(ctl("ladder", "1", "1-mm7p8er0")).isZero();
        assertThat(text(out)).isEqualTo(last);

        assertThat(ctl("ladder", "1", "../x")).isEqualTo(1);
        assertThat(ctl("ladder", "2")).isEqualTo(1);
        assertThat(text(err).lines())
                .containsExactly(
                        "Line 1 has no ladder ../x.",
                        "Line 2 has no ladder yet; none outlives a restart.");
    }

    @Test
    void eventsAreOneJsonALine() throws InterruptedException {
        Thread reader = new Thread(() -> ctl("events"));
        reader.start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> {
                            phone.happen();
                            return text(out).lines().count() > 2;
                        });
        phone.close();
        reader.join(10_000);

        assertThat(reader.isAlive()).isFalse();
        assertThat(text(out).lines())
                .allMatch(line -> line.startsWith("{\"seq\":") && line.endsWith("\"}"));
    }

    @Test
    void withoutAPhoneItSaysSo() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(run(Map.of(), "--http", "127.0.0.1:" + port, "lines")).isEqualTo(2);
        assertThat(text(err))
                .isEqualTo(
                        "nothing answers at 127.0.0.1:" + port + "; is \"linekeeper run\" up?\n");
    }

    @Test
    void whatIsNoPhoneIsToldFromOne() throws Exception {
        Thread server;
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            server = new Thread(() -> babble(other));
            server.start();
            int port = other.getLocalPort();

            assertThat(run(Map.of(), "--http", "127.0.0.1:" + port, "lines")).isEqualTo(2);
            assertThat(text(err)).startsWith("what listens at 127.0.0.1:" + port);
        }
        server.join(10_000);
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void misuseIsOneSentenceAndExitTwo() {
        for (String words :
                new String[] {
                    "",
                    "frob",
                    "line",
                    "line one",
                    "call 1",
                    "subscribe 1",
                    "unsubscribe 1",
                    "lines 1",
                    "--http",
                    "--http x lines",
                    "--colour red lines",
                    "--token-file /nowhere/at/all lines"
                }) {
            err.reset();
            assertThat(run(Map.of(), words.isEmpty() ? new String[0] : words.split(" ")))
                    .as(words)
                    .isEqualTo(2);
            assertThat(text(err).lines()).as(words).hasSize(1);
        }
        assertThat(text(out)).isEmpty();
        err.reset();
        run(Map.of(), "call", "1");
        assertThat(text(err)).isEqualTo("\"call\": say \"linekeeper ctl call N URI\".\n");
        err.reset();
        run(Map.of(), "subscribe");
        assertThat(text(err))
                .isEqualTo(
                        "\"subscribe\": say \"linekeeper ctl subscribe N EVENT\""
                                + " or \"subscribe N EVENT URI\".\n");
    }

    @Test
    void aTokenThatNoHeaderTakesIsNotQuoted() {
        assertThat(run(Map.of("LINEKEEPER_TOKEN", "se\ncret"), "lines")).isEqualTo(2);
        assertThat(text(err)).isEqualTo("LINEKEEPER_TOKEN holds no token that can be read.\n");
    }

    @Test
    void theTokenOpensAPhoneOutsideLoopback(@TempDir Path home) throws IOException {
        try (RunningPhone guarded = RunningPhone.guarded(home)) {
            String place = "127.0.0.1:" + guarded.port();
            String file = home.resolve("token").toString();
            Map<String, String> environment =
                    Map.of("LINEKEEPER_TOKEN", Files.readString(Path.of(file)).strip());

            assertThat(run(Map.of(), "--http", place, "lines")).isEqualTo(1);
            assertThat(text(err).lines()).hasSize(1);
            assertThat(run(Map.of(), "--http", place, "--token-file", file, "lines")).isZero();
            assertThat(run(environment, "--http", place, "lines")).isZero();
        }
    }

    @Test
    void helpNamesEachCommand() {
        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(text(out)).contains("call N URI", "hangup ID", "--token-file", "Exit:");
    }

    private static void babble(ServerSocket other) {
        try {
            while (true) {
                try (Socket socket = other.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes());
                }
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private int ctl(String... words) {
        String[] args = new String[words.length + 2];
        args[0] = "--http";
        args[1] = "127.0.0.1:" + phone.port();
        System.arraycopy(words, 0, args, 2, words.length);
        return run(Map.of(), args);
    }

    private int run(Map<String, String> environment, String... args) {
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream complain = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Ctl(environment, print, complain).run(args);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
