// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.linekeeper.lab.server.PocketServer;

/** How long a line is without a server, how fast a phone starts, and what it weighs. */
public final class FailoverBench {
    private static final int T1_MS = 100;
    private static final int VERDICT_MS = 15 * T1_MS;
    private static final int WARM_UP = 20;
    private static final int SILENT_ROUNDS = 10;
    private static final int STARTS = 9;
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Path image;
    private final int rounds;

    private FailoverBench(Path image, int rounds) {
        this.image = image;
        this.rounds = rounds;
    }

    /** One server's trouble, and how to see when the phone could know of it. */
    private interface Trouble {
        /** Breaks the primary, makes the phone use it, gives the moment from which to count. */
        long strike(PocketServer primary, Phone phone) throws IOException, InterruptedException;
    }

    /** Arguments: the image's directory, the number of rounds. */
    public static void main(String[] args) throws IOException, InterruptedException {
        FailoverBench bench = new FailoverBench(Path.of(args[0]), Integer.parseInt(args[1]));
        System.out.println("machine: " + machine());
        System.out.println("flags: " + String.join(" ", Phone.FLAGS));
        System.out.println();
        Table.print();
        bench.failover("503 -> first REGISTER at the backup", "0", FailoverBench::refusal);
        bench.failover("ICMP: asked over HTTP -> REGISTER at the backup", "0", FailoverBench::icmp);
        bench.failover(
                "TCP closed, then refused -> REGISTER at the backup", "1", FailoverBench::tcp);
        bench.silence();
        bench.start();
        bench.memory();
    }

    private static long refusal(PocketServer primary, Phone phone)
            throws IOException, InterruptedException {
        primary.clearRecords();
        primary.code("REGISTER", 503);
        phone.register();
        primary.awaitReceived("REGISTER", 1, BOUND);
        while (primary.sent().isEmpty()) {
            Thread.onSpinWait();
        }
        return primary.sent().get(0).nanoTime();
    }

    private static long icmp(PocketServer primary, Phone phone)
            throws IOException, InterruptedException {
        primary.closeSockets();
        long asked = System.nanoTime();
        phone.register();
        return asked;
    }

    private static long tcp(PocketServer primary, Phone phone) {
        long closed = System.nanoTime();
        primary.closeSockets();
        return closed;
    }

    private void failover(String name, String transport, Trouble trouble)
            throws IOException, InterruptedException {
        try (PocketServer primary = PocketServer.start("primary");
                PocketServer backup = PocketServer.start("backup");
                Phone phone = Phone.start(image, config(primary, backup, transport))) {
            phone.awaitState("on_primary");
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < WARM_UP + rounds; i++) {
                backup.clearRecords();
                long from = trouble.strike(primary, phone);
                long at = backup.awaitReceived("REGISTER", 1, BOUND).get(0).nanoTime();
                phone.awaitState("on_backup");
                primary.up();
                phone.register();
                phone.awaitState("on_primary");
                if (i >= WARM_UP) {
                    times.add((at - from) / 1e6);
                }
            }
            Table.print(name, times);
        }
    }

    private void silence() throws IOException, InterruptedException {
        try (PocketServer primary = PocketServer.start("primary");
                PocketServer backup = PocketServer.start("backup");
                Phone phone = Phone.start(image, config(primary, backup, "0"))) {
            phone.awaitState("on_primary");
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < SILENT_ROUNDS; i++) {
                primary.clearRecords();
                backup.clearRecords();
                primary.silent();
                phone.register();
                long from = primary.awaitReceived("REGISTER", 1, BOUND).get(0).nanoTime();
                long at = backup.awaitReceived("REGISTER", 1, BOUND).get(0).nanoTime();
                times.add((at - from) / 1e6 - VERDICT_MS);
                phone.awaitState("on_backup");
                primary.up();
                phone.register();
                phone.awaitState("on_primary");
            }
            Table.print("silence, 4 sends: beyond the verdict at 15 x T1 = 1.5 s", times);
        }
    }

    private void start() throws IOException, InterruptedException {
        List<Double> times = new ArrayList<>();
        try (PocketServer primary = PocketServer.start("primary");
                PocketServer backup = PocketServer.start("backup")) {
            Path config = config(primary, backup, "0");
            for (int i = 0; i < STARTS; i++) {
                primary.clearRecords();
                long from = System.nanoTime();
                Process phone = Phone.spawn(image, config);
                long at = primary.awaitReceived("REGISTER", 1, BOUND).get(0).nanoTime();
                times.add((at - from) / 1e6);
                phone.destroy();
                phone.waitFor();
            }
        }
        Table.print("start of the process -> first REGISTER", times);
    }

    private void memory() throws IOException, InterruptedException {
        try (PocketServer primary = PocketServer.start("primary");
                PocketServer backup = PocketServer.start("backup");
                Phone phone = Phone.start(image, config(primary, backup, "0"))) {
            phone.awaitState("on_primary");
            Thread.sleep(5000);
            System.out.printf(
                    Locale.ROOT, "%n%-58s %8.1f MiB%n", "resident, one line", phone.residentMiB());
        }
    }

    private static Path config(PocketServer primary, PocketServer backup, String transport)
            throws IOException {
        Path file = Files.createTempFile("lk-bench", ".cfg");
        return Files.writeString(
                file,
                """
                <<VOIP CONFIG FILE>>Version:2.0002
                <SIP CONFIG MODULE>
                --SIP Line List--  :
                SIP1 Phone Number :100
                SIP1 Enable Reg :1
                SIP1 Register Addr :127.0.0.1
                SIP1 Register Port :%d
                SIP1 Register TTL :3600
                SIP1 Transport :%s
                SIP1 Backup Addr :127.0.0.1
                SIP1 Backup Port :%d
                SIP1 Backup TTL :3600
                SIP1 Backup Transport :%s
                SIP1 Session Timer T1 :%d
                SIP1 Session Timer T2 :%d
                SIP1 Session Timer T4 :%d
                <<END OF FILE>>
                """
                        .formatted(
                                primary.port(),
                                transport,
                                backup.port(),
                                transport,
                                T1_MS,
                                8 * T1_MS,
                                10 * T1_MS));
    }

    private static String machine() throws IOException {
        String cpu =
                Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                        .filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.split(":", 2)[1].trim())
                        .orElse("unknown processor");
        return String.join(
                ", ",
                Arrays.asList(
                        Runtime.getRuntime().availableProcessors() + " x " + cpu,
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        "JDK " + System.getProperty("java.version")));
    }
}
