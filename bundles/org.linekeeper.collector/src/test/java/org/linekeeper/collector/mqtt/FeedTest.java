// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.linekeeper.collector.Reach;
import org.linekeeper.mqtt.kit.Broker;
import org.linekeeper.mqtt.kit.Manner;
import org.linekeeper.mqtt.kit.PahoDialer;
import org.linekeeper.schema.Ack;

/** Brokers that are none. What it does with a real one is told by the integration tests. */
@Timeout(30)
class FeedTest {
    private static final long SOON_MS = 1_000;
    private static final int BOUND_MS = 20_000;
    private static final Pattern SESSION = Pattern.compile("\"sess\":\"[0-9a-f]{12}\"");

    private static Feed feed(int port) {
        return feed(port, new SplittableRandom(1), BOUND_MS);
    }

    private static Feed feed(int port, RandomGenerator chance, long steadyMs) {
        Broker broker =
                Broker.of(
                        new Broker.Address("127.0.0.1", port, false),
                        "lk-collector-test",
                        Optional.empty(),
                        Optional.empty());
        Manner manner = new Manner(Duration.ofSeconds(30), Duration.ofHours(1), 1_000, 1 << 20);
        return new Feed(
                new PahoDialer(broker, manner),
                new Reach(broker.place(), () -> 0),
                Optional.empty(),
                "0.1.0",
                chance,
                SOON_MS,
                steadyMs);
    }

    private static boolean firstTry(Feed feed) throws Exception {
        return feed.firstTry().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void oneThatTakesTheConnectionAndSaysNothingIsLeftAndTriedAgain() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                Feed feed = feed(silent.getLocalPort())) {
            silent.setSoTimeout(BOUND_MS);
            feed.start((topic, payload, retained) -> {});
            feed.acknowledged("default", "a", new Ack(1, 1));
            try (Socket first = silent.accept();
                    Socket second = silent.accept()) {
                assertThat(firstTry(feed)).isFalse();
                assertThat(second.isConnected()).isTrue();
                first.setSoTimeout(10_000);
                // It ends: the first one is closed at the other end, and not left to pile up.
                first.getInputStream().readAllBytes();
            }
        }
    }

    @Test
    void oneThatTalksRubbishIsLeftAndTriedAgain() throws Exception {
        try (ServerSocket rubbish = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                Feed feed = feed(rubbish.getLocalPort())) {
            rubbish.setSoTimeout(BOUND_MS);
            feed.start((topic, payload, retained) -> {});
            for (int i = 0; i < 3; i++) {
                try (Socket socket = rubbish.accept()) {
                    socket.getOutputStream().write(new byte[] {0x55, -1, -1, -1, -1, 1, 2, 3});
                }
            }
            assertThat(firstTry(feed)).isFalse();
        }
    }

    /** Waits for nothing, and knows how long it might have been. */
    private static final class Hasty implements RandomGenerator {
        private final Queue<Long> bounds = new ConcurrentLinkedQueue<>();

        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            bounds.add(bound);
            return 0;
        }
    }

    /** A broker that lets it in reads what it says of itself first, and its farewell last. */
    @Test
    void itTellsDevicesThatItListensAndThatItGoes() throws Exception {
        try (ServerSocket broker = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                Feed feed = feed(broker.getLocalPort())) {
            broker.setSoTimeout(BOUND_MS);
            feed.start((topic, payload, retained) -> {});
            try (Socket socket = broker.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                String connect = new String(packet(in), StandardCharsets.UTF_8);
                Matcher session = SESSION.matcher(connect);
                assertThat(session.find()).isTrue();
                assertThat(connect)
                        .contains("lk/1/default/srv/state", "\"st\":\"offline\",\"why\":\"lwt\"");
                socket.getOutputStream().write(new byte[] {0x20, 3, 0, 0, 0});
                byte[] subscribe = packet(in);
                socket.getOutputStream()
                        .write(new byte[] {(byte) 0x90, 4, subscribe[0], subscribe[1], 0, 1});
                assertThat(said(in))
                        .contains("lk/1/default/srv/state", "\"why\":\"started\"")
                        .contains("\"st\":\"online\"", session.group());
                new Thread(feed::close).start();
                assertThat(said(in))
                        .contains("\"st\":\"offline\"", "\"why\":\"shutdown\"")
                        .contains(session.group());
            }
        }
    }

    /** A PUBLISH of QoS 1 that is to be kept. */
    private static String said(DataInputStream in) throws IOException {
        return new String(packet(in), StandardCharsets.UTF_8);
    }

    /** Reads a packet of fewer than 16 KiB; what stands behind its length. */
    private static byte[] packet(DataInputStream in) throws IOException {
        in.readByte();
        int length = in.readUnsignedByte();
        if (length > 127) {
            length = length - 128 + 128 * in.readUnsignedByte();
        }
        return in.readNBytes(length);
    }

    /** Lets it in, grants its subscription and hears what it publishes. */
    private static void welcome(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        packet(in);
        socket.getOutputStream().write(new byte[] {0x20, 3, 0, 0, 0});
        byte[] subscribe = packet(in);
        socket.getOutputStream()
                .write(new byte[] {(byte) 0x90, 4, subscribe[0], subscribe[1], 0, 1});
        packet(in);
    }

    private static void throwOut(ServerSocket broker, Feed feed, Hasty chance, int times)
            throws Exception {
        broker.setSoTimeout(BOUND_MS);
        for (int i = 0; i < times; i++) {
            // Published as soon as it is subscribed, which is how the broker knows.
            feed.acknowledged("default", "a", new Ack(1, i + 1));
            try (Socket socket = broker.accept()) {
                welcome(socket);
                // Another one with our name came.
                socket.getOutputStream().write(new byte[] {(byte) 0xe0, 2, (byte) 0x8e, 0});
                int before = i;
                await().atMost(Duration.ofMillis(BOUND_MS))
                        .until(() -> chance.bounds.size() > before);
            }
        }
    }

    @Test
    void whoIsThrownOutAgainAndAgainComesBackEverMoreRarely() throws Exception {
        Hasty chance = new Hasty();
        try (ServerSocket broker = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                Feed feed = feed(broker.getLocalPort(), chance, BOUND_MS)) {
            feed.start((topic, payload, retained) -> {});
            throwOut(broker, feed, chance, 4);
            assertThat(chance.bounds).startsWith(1_000L, 2_000L, 4_000L, 8_000L);
        }
    }

    @Test
    void aConnectionThatLastedIsFollowedByAnotherSoon() throws Exception {
        Hasty chance = new Hasty();
        try (ServerSocket broker = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                Feed feed = feed(broker.getLocalPort(), chance, 0)) {
            feed.start((topic, payload, retained) -> {});
            throwOut(broker, feed, chance, 3);
            assertThat(chance.bounds).startsWith(1_000L, 1_000L, 1_000L);
        }
    }
}
