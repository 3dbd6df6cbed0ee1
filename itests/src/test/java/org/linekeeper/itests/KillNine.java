// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A phone of three lines that switch all the time, a broker and a collector, each of them killed -9
 * at random. What anybody saw of a transition, on the phone's stream of events, has to be in the
 * history afterwards, once and under its number.
 */
final class KillNine implements AutoCloseable {
    /** On each broker; {@code -Dkills=200} for more. */
    static final int ALL = Integer.getInteger("kills", 100);

    private static final int LINES = 3;
    private static final Duration BOUND = Duration.ofMinutes(4);

    private final TwoServers scene;
    private final Random chance;
    private final Optional<RealMosquitto> mosquitto;
    private final int port;
    private final Path fleet;
    private final Path config;
    private final SeenTransitions seen = new SeenTransitions();
    private PhoneProcess phone;
    private CollectorProcess collector;
    private int killed;

    private KillNine(TwoServers scene, long seed, boolean embedded) throws Exception {
        this.scene = scene;
        this.chance = new Random(seed);
        this.mosquitto =
                embedded
                        ? Optional.empty()
                        : Optional.of(RealMosquitto.start(scene.directory().resolve("mosquitto")));
        this.port = embedded ? Ports.free() : mosquitto.get().port();
        this.fleet = scene.directory().resolve("fleet");
        this.config = config();
        startCollector();
        startPhone();
    }

    static KillNine onMosquitto(TwoServers scene, long seed) throws Exception {
        return new KillNine(scene, seed, false);
    }

    /** There the broker is in the collector's process: both are killed together. */
    static KillNine onTheEmbeddedBroker(TwoServers scene, long seed) throws Exception {
        return new KillNine(scene, seed, true);
    }

    /** Named on standard error: which of them are killed when is drawn from it. */
    static long seed() {
        long seed = System.nanoTime();
        System.err.println("seed " + seed);
        return seed;
    }

    static void survives(KillNine kills, int times) throws Exception {
        try (kills) {
            kills.run(times);
            kills.check();
            System.err.println(
                    times + " kills: " + kills.seen.all().size() + " transitions seen, all there");
        }
    }

    private Path config() throws IOException {
        Path one = scene.file().write(scene.directory().resolve("one.cfg"));
        StringBuilder all = new StringBuilder();
        for (String line : Files.readAllLines(one)) {
            all.append(line).append('\n');
            for (int number = 2; line.startsWith("SIP1 ") && number <= LINES; number++) {
                String other = line.replace("SIP1 ", "SIP" + number + " ");
                boolean port = line.startsWith("SIP1 Signal Port");
                all.append(port ? other.replaceAll("\\d+$", "" + Ports.free()) : other);
                all.append('\n');
            }
        }
        return Files.writeString(scene.directory().resolve("three.cfg"), all);
    }

    private void startPhone() throws Exception {
        phone =
                PhoneProcess.run(
                        config,
                        scene.directory().resolve("phone"),
                        "--mqtt",
                        "mqtt://127.0.0.1:" + port,
                        "--device-id",
                        "desk-1");
        seen.watch(phone.place());
    }

    private void startCollector() throws IOException {
        String place = "127.0.0.1:" + port;
        collector =
                mosquitto.isPresent()
                        ? CollectorProcess.start(fleet, "--mqtt", "mqtt://" + place)
                        : CollectorProcess.start(fleet, "--mqtt-listen", place);
    }

    /** So many kills, while the lines go to the backup and back again. */
    private void run(int kills) throws Exception {
        for (int kill = 0; kill < kills; kill++) {
            for (int i = chance.nextInt(3); i >= 0; i--) {
                switchLines();
            }
            killOne();
            killed++;
        }
    }

    private void switchLines() throws InterruptedException {
        if (chance.nextBoolean()) {
            scene.primary().closeSockets();
        } else {
            scene.primary().up();
        }
        for (int line = 1; line <= LINES; line++) {
            try {
                phone.register(line);
            } catch (IOException | AssertionError busy) {
                // It may have just begun.
            }
        }
        Thread.sleep(chance.nextInt(300));
    }

    private void killOne() throws Exception {
        int victim = chance.nextInt(3);
        if (victim == 0) {
            phone.kill();
            seen.end();
            startPhone();
        } else if (victim == 1 && mosquitto.isPresent()) {
            mosquitto.get().kill();
            Thread.sleep(chance.nextInt(200));
            mosquitto.get().startAgain();
        } else {
            collector.kill();
            switchLines();
            startCollector();
        }
    }

    /** Lets all of them run, and looks at the history. */
    private void check() throws Exception {
        scene.primary().up();
        // A phone that starts does not wait before it connects.
        phone.kill();
        seen.end();
        startPhone();
        for (int number = 1; number <= LINES; number++) {
            int line = number;
            await("line " + line + " is in service")
                    .atMost(BOUND)
                    .until(() -> isOnPrimary(phone.line(line)));
        }
        // What is told from here on, such as the end, may be on its way when all stops.
        List<Told> told = seen.all();
        long last = told.get(told.size() - 1).seq();
        try (FleetEar ear = FleetEar.at(port)) {
            await("acknowledged up to " + last)
                    .atMost(BOUND)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> acknowledged(ear) >= last);
        }
        phone.stop();
        collector.stop();
        List<Told> history = Told.history(fleet);
        assertThat(history.stream().map(Told::seq))
                .as("each number once, without a hole, in one epoch")
                .isEqualTo(ToldTransitions.all(history.size()));
        assertThat(history).containsAll(told);
        assertThat(told.size()).isGreaterThan(killed);
        assertThat(history.stream().map(Told::event).distinct().count())
                .as("no transition under two numbers")
                .isEqualTo(history.size());
    }

    private static boolean isOnPrimary(JsonObject line) {
        return line.get("state").getAsString().equals("on_primary");
    }

    private static long acknowledged(FleetEar ear) {
        List<JsonObject> acks = ear.on("dn/ack");
        return acks.isEmpty() ? 0 : acks.get(acks.size() - 1).get("seq").getAsLong();
    }

    @Override
    public void close() throws Exception {
        seen.end();
        phone.kill();
        collector.kill();
        mosquitto.ifPresent(RealMosquitto::close);
    }
}
