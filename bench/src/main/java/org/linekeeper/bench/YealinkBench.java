// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.linekeeper.api.config.ConfigAdapter;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Reading;
import org.linekeeper.config.yealink.YealinkAdapter;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.sip.SipMessage;

/** A Yealink phone's start with its first server silent, and how long its whole file takes. */
public final class YealinkBench {
    /** Three sends of a REGISTER with T1 = 500 ms: at 0, 0.5 and 1.5 s. */
    private static final int VERDICT_MS = 3500;

    private static final int FILE_LINES = 3000;
    private static final int SMALL_LINES = 10;
    private static final int ACCOUNTS = 16;
    private static final int WARM_UP = 200;
    private static final int READS = 500;
    private static final int CHECKS = 15;
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** What a phone's own file says of an account. */
    private static final String SETTINGS =
            """
            enable = 1
            label = Office
            display_name = Reception
            auth_name = 100
            user_name = 100
            password = secret
            sip_server.1.address = pbx.example.com
            sip_server.1.port = 0
            sip_server.1.transport_type = 3
            sip_server.1.expires = 3600
            sip_server.1.retry_counts = 3
            sip_server.1.invite_retry_counts = 3
            sip_server.1.register_on_enable = 0
            sip_server.1.only_signal_with_registered = 0
            sip_server.1.failback_mode = 3
            sip_server.1.failback_timeout = 3600
            sip_server.1.failback_subscribe.enable = 1
            sip_server.2.address = backup.example.com
            sip_server.2.port = 0
            sip_server.2.expires = 3600
            sip_server.2.retry_counts = 3
            outbound_proxy_enable = 0
            outbound_proxy.1.address = proxy.example.com
            outbound_proxy.1.port = 5060
            outbound_proxy.2.address =
            outbound_proxy.2.port = 5060
            fallback.redundancy_type = 1
            fallback.timeout = 120
            reg_fail_retry_interval = 30
            nat.udp_update_enable = 1
            nat.udp_update_time = 30
            advanced.timer_t1 = 0.5
            advanced.timer_t2 = 4
            advanced.timer_t4 = 5
            codec.pcmu.enable = 1
            codec.pcma.enable = 1
            dtmf.type = 1
            ringtone.ring_type = Ring1.wav
            auto_answer = 0
            blf.blf_list_uri =""";

    private final Path image;

    private YealinkBench(Path image) {
        this.image = image;
    }

    /** Arguments: the image's directory, the number of rounds with a silent server. */
    public static void main(String[] args) throws IOException, InterruptedException {
        YealinkBench bench = new YealinkBench(Path.of(args[0]));
        Table.print();
        bench.silence(Integer.parseInt(args[1]));
        bench.read();
        bench.check();
    }

    /** Each round is a phone of its own: it is the first REGISTER of its life. */
    private void silence(int rounds) throws IOException, InterruptedException {
        List<Double> times = new ArrayList<>();
        try (PocketServer a = PocketServer.start("a");
                PocketServer b = PocketServer.start("b")) {
            a.silent();
            Path config = Files.createTempFile("lk-bench", ".cfg");
            Files.writeString(config, twoServers(a, b));
            for (int i = 0; i < rounds; i++) {
                a.clearRecords();
                b.clearRecords();
                Process phone = Phone.spawn(image, config);
                long from = a.awaitReceived("REGISTER", 1, BOUND).get(0).nanoTime();
                b.awaitReceived("REGISTER", 1, BOUND);
                long at = granted(b);
                times.add((at - from) / 1e6 - VERDICT_MS);
                phone.destroy();
                phone.waitFor();
            }
        }
        Table.print("A silent, 3 sends, T1 500 ms -> 200 at B, beyond 3.5 s", times);
    }

    private static long granted(PocketServer server) {
        while (server.sent(YealinkBench::isOk).isEmpty()) {
            Thread.onSpinWait();
        }
        return server.sent(YealinkBench::isOk).get(0).nanoTime();
    }

    private static boolean isOk(SipMessage message) {
        return !message.isRequest() && message.code() == 200;
    }

    private static String twoServers(PocketServer a, PocketServer b) {
        return """
                #!version:1.0.0.1
                account.1.enable = 1
                account.1.user_name = 100
                account.1.sip_server.1.address = 127.0.0.1
                account.1.sip_server.1.port = %d
                account.1.sip_server.2.address = 127.0.0.1
                account.1.sip_server.2.port = %d
                account.1.fallback.redundancy_type = 1
                account.1.unregister_on_reboot = 0
                """
                .formatted(a.port(), b.port());
    }

    /** The adapter alone, in this process. */
    private void read() {
        ConfigFile file = new ConfigFile("whole.cfg", wholeFile().getBytes(StandardCharsets.UTF_8));
        Table.print(FILE_LINES + " lines read, the first time in a process", times(file, 1));
        times(file, WARM_UP);
        Table.print(FILE_LINES + " lines read, warm", times(file, READS));
    }

    private static List<Double> times(ConfigFile file, int reads) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < reads; i++) {
            long from = System.nanoTime();
            ConfigAdapter adapter = new YealinkAdapter();
            boolean known = adapter.recognises(file);
            Reading reading = adapter.read(List.of(file), Map.of());
            times.add((System.nanoTime() - from) / 1e6);
            if (!known || reading.lines().size() != ACCOUNTS || !reading.warnings().isEmpty()) {
                throw new IllegalStateException("not what the file has: " + reading);
            }
        }
        return times;
    }

    /** The command, beside the same command with next to nothing to read. */
    private void check() throws IOException, InterruptedException {
        Path whole = Files.createTempFile("lk-bench", ".cfg");
        Files.writeString(whole, wholeFile());
        Path small = Files.createTempFile("lk-bench", ".cfg");
        Files.write(small, wholeFile().lines().limit(SMALL_LINES).toList());
        List<Double> of = new ArrayList<>();
        List<Double> than = new ArrayList<>();
        List<Double> beyond = new ArrayList<>();
        for (int i = 0; i < CHECKS; i++) {
            than.add(check(small));
            of.add(check(whole));
            beyond.add(of.get(i) - than.get(i));
        }
        Table.print("check of " + SMALL_LINES + " lines, process and all", than);
        Table.print("check of " + FILE_LINES + " lines, process and all", of);
        Table.print("the difference, pair by pair", beyond);
    }

    private double check(Path config) throws IOException, InterruptedException {
        long from = System.nanoTime();
        Process process = Phone.command(image, List.of("check", config.toString()));
        process.getInputStream().readAllBytes();
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("check ended with " + code);
        }
        return (System.nanoTime() - from) / 1e6;
    }

    /** As long as a phone's own export: all accounts, comments, and keys of no interest. */
    private static String wholeFile() {
        List<String> lines = new ArrayList<>();
        lines.add("#!version:1.0.0.1");
        for (int n = 1; n <= ACCOUNTS; n++) {
            lines.add("## Account " + n);
            for (String setting : SETTINGS.lines().toList()) {
                lines.add("account." + n + "." + setting);
            }
        }
        for (int i = 1; lines.size() < FILE_LINES; i++) {
            lines.add(i % 10 == 0 ? "" : "programablekey." + i + ".type = " + i);
        }
        return String.join("\n", lines) + "\n";
    }
}
