// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.linekeeper.collector.Collector;
import org.linekeeper.collector.Database;
import org.linekeeper.collector.Limits;

/** {@code linekeeper collect}: a collector alone. The database's password comes by environment. */
public final class CollectMain {
    private static final Set<String> KNOWN =
            Set.of(
                    "--mqtt",
                    "--mqtt-user",
                    "--mqtt-password-file",
                    "--mqtt-ca",
                    "--db",
                    "--db-user",
                    "--home");

    private CollectMain() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            run(options(args));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("linekeeper: " + e.getMessage());
            System.exit(2);
        }
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!KNOWN.contains(args[i])) {
                throw new IllegalArgumentException(
                        "collect has no option " + args[i].replaceAll("\\p{Cntrl}", "?") + ".");
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " has no value.");
            }
            options.put(args[i], args[i + 1]);
        }
        return options;
    }

    private static void run(Map<String, String> options) throws IOException, InterruptedException {
        Path home = Path.of(options.getOrDefault("--home", "linekeeper-home"));
        Files.createDirectories(home);
        Access plain =
                Access.of(options.getOrDefault("--mqtt", "mqtt://127.0.0.1:1883"), clientId(home));
        Access access =
                new Access(
                        plain.host(),
                        plain.port(),
                        plain.tls(),
                        plain.clientId(),
                        Optional.ofNullable(options.get("--mqtt-user")),
                        Optional.ofNullable(options.get("--mqtt-password-file")).map(Path::of),
                        Optional.ofNullable(options.get("--mqtt-ca")).map(Path::of));
        String file = "jdbc:h2:file:" + home.toAbsolutePath().resolve("history");
        Database database =
                Database.of(
                        options.getOrDefault("--db", file),
                        options.getOrDefault("--db-user", ""),
                        Optional.ofNullable(System.getenv("LINEKEEPER_DB_PASSWORD")).orElse(""));
        Feed feed = new Feed(access, new SplittableRandom());
        Collector collector =
                Collector.start(database, feed, Limits.USUAL, System::currentTimeMillis);
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    collector.close();
                                    feed.close();
                                    end.countDown();
                                }));
        feed.start(collector::offer);
        System.out.println("{\"ready\":true}");
        end.await();
    }

    /** The same after a restart: the broker then keeps what came in between. */
    private static String clientId(Path home) throws IOException {
        Path file = home.resolve("collector-id");
        if (!Files.exists(file)) {
            Files.writeString(file, "lk-collector-" + UUID.randomUUID() + "\n");
        }
        return Files.readString(file).strip();
    }
}
