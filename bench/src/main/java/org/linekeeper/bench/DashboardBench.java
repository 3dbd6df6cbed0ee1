// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.linekeeper.collector.Collector;
import org.linekeeper.collector.Database;
import org.linekeeper.collector.Limits;
import org.linekeeper.collector.Outlets;
import org.linekeeper.collector.Reach;
import org.linekeeper.schema.Connection;
import org.linekeeper.schema.Journal;
import org.linekeeper.schema.Line;
import org.linekeeper.schema.Place;
import org.linekeeper.schema.Snapshot;
import org.linekeeper.schema.Topic.Channel;

/**
 * What the fleet's page costs with many phones: a database is filled with them, the image is
 * started on it with its own heap, and a client and a browser ask.
 */
public final class DashboardBench {
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 50;
    private static final int PAINTS = 5;
    private static final String[] STATES = {"on_primary", "on_backup", "unregistered"};

    private DashboardBench() {}

    /** Arguments: the image, and how many phones. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int phones = Integer.parseInt(args[1]);
        Path home = Files.createTempDirectory(Path.of("target"), "fleet").toAbsolutePath();
        fill(home, phones);
        long start = System.nanoTime();
        try (FleetProcess dashboard =
                FleetProcess.start(
                        Path.of(args[0]),
                        "dashboard",
                        "--mqtt-listen",
                        "127.0.0.1:0",
                        "--home",
                        home.toString())) {
            while (dashboard.api("overview").get("phones").getAsInt() < phones) {
                Thread.sleep(100);
            }
            System.out.printf(
                    "%d phones loaded %.1f s after the start%n",
                    phones, (System.nanoTime() - start) / 1e9);
            ask(dashboard, phones);
            paint(dashboard);
            System.out.printf(
                    "resident %d MiB of a heap of at most 1,024%n", dashboard.residentMiB());
        }
    }

    private static void fill(Path home, int phones) throws InterruptedException {
        long begun = System.nanoTime();
        Database database = Database.of("jdbc:h2:file:" + home.resolve("history"), "", "");
        try (Collector collector =
                Collector.start(
                        database,
                        Outlets.of((tenant, device, ack) -> {}),
                        new Reach("a database", System::currentTimeMillis),
                        Limits.USUAL,
                        System::currentTimeMillis)) {
            for (int i = 0; i < phones; i++) {
                String device = String.format("phone-%06d", i);
                offer(collector, Channel.CONN.of("default", device).text(), birth(i).write());
                offer(collector, Channel.STATE.of("default", device).text(), shown(i).write());
            }
        }
        System.out.printf("filled in %.1f s%n", (System.nanoTime() - begun) / 1e9);
    }

    private static void offer(Collector collector, String topic, String text)
            throws InterruptedException {
        while (!collector.offer(topic, text.getBytes(StandardCharsets.UTF_8), false)) {
            Thread.sleep(1);
        }
    }

    private static Connection birth(int i) {
        return new Connection(
                true,
                "started",
                "s" + i,
                1,
                1,
                1,
                "fanvil-x4u/2.12." + i % 7,
                "0.1.0",
                Optional.of("Site " + i % 40),
                Duration.ofHours(1));
    }

    private static Snapshot shown(int i) {
        // One in a hundred on its backup, one in a thousand nowhere.
        String state = STATES[i % 1_000 == 0 ? 2 : i % 100 == 0 ? 1 : 0];
        String server = "pbx-" + i % 20 + ".example";
        Line line =
                new Line(
                        1,
                        Optional.of("sip:" + (10_000 + i) + "@example.com"),
                        true,
                        state,
                        OptionalInt.of(1),
                        Optional.of(new Place(server, "192.0.2." + i % 20, 5060, "udp")),
                        Instant.now().minusSeconds(i),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        "registered",
                        List.of());
        return new Snapshot(1, 1, List.of(line), Optional.empty(), new Journal(0, 3_400, 0));
    }

    private static void ask(FleetProcess dashboard, int phones)
            throws IOException, InterruptedException {
        time(dashboard, "first page", "/api/v1/phones");
        time(dashboard, "by since", "/api/v1/phones?sort=-since");
        time(dashboard, "by state", "/api/v1/phones?sort=state&size=200");
        time(dashboard, "page 1,000", "/api/v1/phones?page=" + Math.min(1_000, phones / 50));
        time(dashboard, "a text that fits none", "/api/v1/phones?q=nobody");
        time(
                dashboard,
                "on backup at one server",
                "/api/v1/phones?state=on_backup&server=pbx-0.example");
        time(dashboard, "overview", "/api/v1/overview");
        time(dashboard, "map", "/api/v1/map");
        time(dashboard, "metrics", "/metrics");
    }

    private static void time(FleetProcess dashboard, String name, String path)
            throws IOException, InterruptedException {
        List<Double> took = new ArrayList<>();
        int bytes = 0;
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            long begun = System.nanoTime();
            bytes = dashboard.get(path).length();
            if (round >= WARM_UP) {
                took.add((System.nanoTime() - begun) / 1e6);
            }
        }
        Collections.sort(took);
        System.out.printf(
                "%-25s median %6.1f ms, p98 %6.1f ms, %5.1f kB%n",
                name, took.get(ROUNDS / 2), took.get(ROUNDS * 98 / 100 - 1), bytes / 1e3);
    }

    private static void paint(FleetProcess dashboard) throws IOException, InterruptedException {
        Optional<Browser> browser = Browser.start();
        if (browser.isEmpty()) {
            System.out.println("no /usr/bin/chromium: first paint is not measured");
            return;
        }
        try (Browser open = browser.get()) {
            for (String path : List.of("/", "/phones")) {
                List<Double> paints = new ArrayList<>();
                List<Double> whole = new ArrayList<>();
                for (int i = 0; i < PAINTS; i++) {
                    open.open("about:blank");
                    open.open(dashboard.base() + path);
                    paints.add(
                            open.number(
                                    "performance.getEntriesByName('first-contentful-paint')[0]"
                                            + "?.startTime"));
                    // A heading stands there when the API has answered.
                    whole.add(
                            open.number(
                                    "document.querySelector('h1') &&"
                                            + " !document.querySelector('.loading') ? performance.now()"
                                            + " : null"));
                }
                Collections.sort(paints);
                Collections.sort(whole);
                System.out.printf(
                        "%-25s first paint %.0f ms (%.0f to %.0f), with its data %.0f ms%n",
                        path,
                        paints.get(PAINTS / 2),
                        paints.get(0),
                        paints.get(PAINTS - 1),
                        whole.get(PAINTS / 2));
            }
        }
    }
}
