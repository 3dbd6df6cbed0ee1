// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.linekeeper.mqtt.kit.Broker;
import org.linekeeper.schema.Ack;

/** Brokers that are none. What it does with a real one is told by the integration tests. */
@Timeout(30)
class FeedTest {
    private static final long SOON_MS = 1_000;
    private static final int BOUND_MS = 20_000;

    private static Feed feed(int port) {
        Broker broker =
                new Broker(
                        "127.0.0.1",
                        port,
                        false,
                        "lk-collector-test",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return new Feed(
                new Login(broker, Optional.empty()),
                Optional.empty(),
                new SplittableRandom(1),
                SOON_MS);
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
}
