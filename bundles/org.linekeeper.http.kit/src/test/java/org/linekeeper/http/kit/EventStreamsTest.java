// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.linekeeper.http.kit.Problems.assertProblem;

import com.google.gson.JsonPrimitive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventStreamsTest {
    private final List<Socket> open = new ArrayList<>();
    private Site site;
    private long last;

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        site.close();
    }

    @Test
    void silenceIsFilledWithComments() throws IOException {
        site = new Site(Site.impatient());
        BufferedReader events = subscribe();

        assertThat(List.of(line(events), line(events), line(events))).containsOnly(":");
    }

    @Test
    void aHundredClientsGetSixteenStreams() throws IOException {
        site = new Site();
        int streams = 0;
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            Socket socket = request();
            String status = reader(socket).readLine();
            streams += status.startsWith("HTTP/1.1 200") ? 1 : 0;
            refused += status.startsWith("HTTP/1.1 429") ? 1 : 0;
        }
        assertThat(streams).isEqualTo(16);
        assertThat(refused).isEqualTo(84);
        assertThat(site.get("/healthz").statusCode()).isEqualTo(200);
        assertProblem(site.get("/events"), 429);
    }

    @Test
    void placesOfClientsThatVanishedAreFree() throws IOException {
        site = new Site();
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 16; i++) {
                subscribeAtLast();
            }
            for (Socket socket : open) {
                socket.close();
            }
            open.clear();
        }
        // 320 streams later the server still takes connections: none of them is still counted.
        assertThat(site.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void aReaderThatStallsIsCutOffAndHoldsNobodyUp() throws IOException {
        site = new Site();
        Socket stalled = request();
        BufferedReader events = reader(stalled);
        line(events);
        long before = System.nanoTime();
        // More than the kernel buffers of both sides and the queue hold.
        happen(100_000);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));

        long received = 0;
        try {
            while (events.readLine() != null) {
                received++;
            }
        } catch (SocketException e) {
            // A reset is as good an end as any.
        }
        assertThat(received).isLessThan(4 * 100_000);
    }

    @Test
    void theServerStopsWithStreamsOpen() throws IOException {
        site = new Site();
        BufferedReader events = subscribe();
        line(events);

        site.close();

        assertThat(events.lines().filter(text -> text.startsWith("data:"))).isEmpty();
        await().atMost(Duration.ofSeconds(5))
                .until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .noneMatch(t -> t.getName().startsWith("linekeeper-http")));
    }

    @Test
    void headOpensNoStream() throws IOException {
        site = new Site();
        for (int i = 0; i < 20; i++) {
            assertThat(site.send("HEAD", "/events", "").statusCode()).isEqualTo(200);
        }
    }

    /** The first attempts find out which of the old clients are gone. */
    private void subscribeAtLast() {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> {
                            Socket socket = request();
                            boolean open = reader(socket).readLine().startsWith("HTTP/1.1 200");
                            if (!open) {
                                socket.close();
                            }
                            return open;
                        });
    }

    @Test
    void aStreamHasItsTime() throws IOException {
        site = new Site(Site.limits(Duration.ofMillis(300)));
        BufferedReader events = subscribe();

        assertThat(events.lines()).isNotEmpty();
        assertThat(reader(request()).readLine()).startsWith("HTTP/1.1 200");
    }

    @Test
    void theStreamsOfOneEndAndThoseOfOthersDoNot() throws IOException {
        Guard byCookie =
                (request, role, route) -> {
                    String id = request.cookie("id").orElse("none");
                    return route.apply(request.by(new Principal(id, id, "")));
                };
        site = new Site(Limits.STANDARD, "127.0.0.1", Gate::loopback, byCookie);
        BufferedReader ana = subscribe("Cookie: id=ana");
        BufferedReader bo = subscribe("Cookie: id=bo");
        line(ana);
        line(bo);

        site.http.streams().end("ana");
        happen(1);

        assertThat(ana.lines().filter(text -> text.startsWith("event:"))).isEmpty();
        assertThat(line(bo)).isEqualTo("event: state");
    }

    private void happen(int times) {
        for (int i = 0; i < times; i++) {
            site.http
                    .streams()
                    .publish(Event.of("state", ++last, new JsonPrimitive("x".repeat(99))));
        }
    }

    private BufferedReader subscribe(String... headers) throws IOException {
        BufferedReader reader = reader(request(headers));
        assertThat(reader.readLine()).startsWith("HTTP/1.1 200");
        while (!reader.readLine().isEmpty()) {
            // Headers.
        }
        return reader;
    }

    private Socket request(String... headers) throws IOException {
        Socket socket = site.socket();
        open.add(socket);
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        socket.getOutputStream()
                .write(
                        ("GET /events HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next line that is neither empty nor the size of a chunk. */
    private static String line(BufferedReader events) throws IOException {
        String text;
        do {
            text = events.readLine();
        } while (text.isEmpty() || text.matches("[0-9a-f]{1,4}"));
        return text;
    }
}
