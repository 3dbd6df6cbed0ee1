// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linekeeper.http.kit.Event;

final class HostileBrowserTest {
    private final List<Socket> open = new ArrayList<>();
    private Fleet fleet;

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        fleet.close();
    }

    @Test
    void aBrowserThatStallsOnItsStreamIsCutOffAndHoldsNobodyUp() throws IOException {
        fleet = new Fleet();
        Socket stalled = say("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(stalled.getInputStream().read()).isEqualTo('H');
        await().until(() -> !fleet.server.streams().isEmpty());
        JsonPrimitive diff = new JsonPrimitive("x".repeat(10_000));
        long before = System.nanoTime();
        for (int i = 1; i <= 10_000 && !fleet.server.streams().isEmpty(); i++) {
            fleet.server.streams().publish(Event.of("overview", i, diff));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
        assertThat(fleet.server.streams().isEmpty()).isTrue();
        assertThat(fleet.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void browsersThatStallOnTheLibrariesAreCutOffAndTheOthersServed() throws IOException {
        fleet = new Fleet(Fleet.IMPATIENT);
        String big = new Vendor(fleet.files).file("echarts").orElseThrow();
        for (int i = 0; i < 4; i++) {
            for (int n = 0; n < 4; n++) {
                say("GET /" + big + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> fleet.get("/healthz").statusCode() == 200);
        }
    }

    @Test
    void floodsOfHeadersAreDropped() throws IOException {
        fleet = new Fleet();
        StringBuilder many = new StringBuilder("GET / HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = 0; i < 100; i++) {
            many.append("X-").append(i).append(": linekeeper\r\n");
        }
        assertDropped(many + "\r\n");
        assertDropped("GET / HTTP/1.1\r\nHost: localhost\r\nCookie: a=" + "x".repeat(100_000));
        assertThat(fleet.get("/" + "a".repeat(1024)).statusCode()).isEqualTo(414);
        assertThat(fleet.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void moreStreamsThanThereArePlacesForAreRefused() throws IOException {
        fleet = new Fleet();
        int refused = 0;
        for (int i = 0; i < 30; i++) {
            Socket socket = say("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            byte[] status = socket.getInputStream().readNBytes(12);
            refused += new String(status, StandardCharsets.US_ASCII).endsWith("429") ? 1 : 0;
        }
        assertThat(refused).isEqualTo(10);
        assertThat(fleet.get("/").statusCode()).isEqualTo(200);
    }

    private Socket say(String request) throws IOException {
        Socket socket = fleet.socket();
        open.add(socket);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void assertDropped(String request) throws IOException {
        try {
            assertThat(fleet.raw(request)).isEmpty();
        } catch (SocketException e) {
            // A reset is as good an end as any.
        }
    }
}
