// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Webhooks.Pace QUICK =
            new Webhooks.Pace(Duration.ofSeconds(2), List.of(Duration.ofMillis(1)));

    private final Webhooks webhooks = new Webhooks(() -> START, QUICK);

    @AfterEach
    void close() {
        webhooks.close();
    }

    private static Notice notice(String id) {
        Condition condition = new Condition(Kind.BLIND, id, Optional.empty(), 0, "It is.");
        return new Notice(
                new Alert(id, condition, START, Optional.of(START), Optional.empty()),
                false,
                START);
    }

    /** Says yes and then nothing more, for ever. */
    private static final class Endless implements AutoCloseable {
        final ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        final List<Socket> open = new CopyOnWriteArrayList<>();
        final List<Socket> cut = new CopyOnWriteArrayList<>();

        Endless() throws IOException {
            daemon(this::accept);
        }

        private static void daemon(Runnable work) {
            Thread thread = new Thread(work, "endless");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    open.add(socket);
                    daemon(() -> answer(socket));
                }
            } catch (IOException e) {
                // The test is over.
            }
        }

        private void answer(Socket socket) {
            String head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal";
            try {
                InputStream in = socket.getInputStream();
                in.read();
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                while (in.read() >= 0) {
                    // What is posted is of no interest.
                }
            } catch (IOException e) {
                // Cut off as well.
            }
            cut.add(socket);
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void anAnswerWithoutAnEndIsCutOffAndHoldsUpNobody() throws IOException {
        try (Endless endless = new Endless()) {
            webhooks.set(List.of(new Webhook("w", endless.url())));
            webhooks.accept(notice("a"));
            webhooks.accept(notice("b"));
            await().atMost(SOON).until(() -> webhooks.waiting().isEmpty());
            assertThat(webhooks.state(webhooks.hooks().get(0)).error())
                    .contains("No answer (TimeoutException).");
            await().atMost(SOON).until(() -> endless.cut.size() >= 4);
            assertThat(endless.open).as("two tries each").hasSize(4);
        }
    }

    @Test
    void whoeverStaysKeepsWhatWaitsAndWhoeverGoesDoesNot() throws IOException {
        try (Endless endless = new Endless()) {
            Webhook stays = new Webhook("stays", endless.url());
            Webhook goes = new Webhook("goes", endless.url());
            Webhooks patient =
                    new Webhooks(() -> START, new Webhooks.Pace(Duration.ofMinutes(1), List.of()));
            patient.set(List.of(stays, goes));
            patient.accept(notice("a"));
            patient.set(List.of(stays));
            assertThat(patient.waiting())
                    .containsExactly(new Webhooks.Delivery("stays", notice("a")));
            patient.close();
        }
    }
}
