// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventsTest {
    private final List<Socket> open = new ArrayList<>();
    private Phone phone;

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        phone.close();
    }

    @Test
    void eachTransitionComesAsItHappens() throws IOException {
        phone = new Phone();
        BufferedReader events = subscribe("");
        assertThat(line(events)).isEqualTo(":");

        phone.transitions.happen();

        assertThat(line(events)).isEqualTo("event: state");
        assertThat(line(events)).isEqualTo("id: 1");
        assertThat(line(events))
                .isEqualTo(
                        "data: {\"seq\":1,\"t\":\"2026-03-01T12:00:01.250Z\",\"line\":1,"
                                + "\"from\":\"switching\",\"to\":\"on_backup\","
                                + "\"why\":\"no_answer\",\"target\":{\"server\":\"b.example\","
                                + "\"address\":\"192.0.2.2\",\"port\":5060,"
                                + "\"transport\":\"udp\"},\"ladder\":\"1-mm7p8er0\"}");
    }

    @Test
    void aClientResumesWithoutGapOrDouble() throws IOException {
        phone = new Phone();
        happen(5);
        BufferedReader events = subscribe("3");

        assertThat(ids(events, 2)).containsExactly("id: 4", "id: 5");
        happen(2);
        assertThat(ids(events, 2)).containsExactly("id: 6", "id: 7");
    }

    @Test
    void aClientThatMissedNothingGetsWhatComesNext() throws IOException {
        phone = new Phone();
        happen(5);
        BufferedReader events = subscribe("5");
        assertThat(line(events)).isEqualTo(":");
        happen(1);

        assertThat(line(events)).isEqualTo("event: state");
        assertThat(line(events)).isEqualTo("id: 6");
    }

    @Test
    void aClientThatMissedTooMuchIsReset() throws IOException {
        phone = new Phone();
        happen(1010);
        assertThat(ids(subscribe("10"), 1)).containsExactly("id: 11");
        assertReset(subscribe("9"), 1010);
        assertReset(subscribe("2000"), 1010);
        assertReset(subscribe("nonsense"), 1010);
    }

    private static void assertReset(BufferedReader events, long seq) throws IOException {
        assertThat(line(events)).isEqualTo(":");
        assertThat(line(events)).isEqualTo("event: reset");
        assertThat(line(events)).isEqualTo("id: " + seq);
        assertThat(line(events)).isEqualTo("data: {\"seq\":" + seq + "}");
    }

    private void happen(int times) {
        for (int i = 0; i < times; i++) {
            phone.transitions.happen();
        }
    }

    private BufferedReader subscribe(String lastEventId) throws IOException {
        BufferedReader reader = reader(request(lastEventId));
        assertThat(reader.readLine()).startsWith("HTTP/1.1 200");
        String header;
        while (!(header = reader.readLine()).isEmpty()) {
            assertThat(header.toLowerCase()).doesNotContain("html");
        }
        return reader;
    }

    private Socket request(String lastEventId) throws IOException {
        Socket socket = phone.socket();
        open.add(socket);
        String id = lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
        socket.getOutputStream()
                .write(
                        ("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n" + id + "\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static List<String> ids(BufferedReader events, int count) throws IOException {
        List<String> ids = new ArrayList<>();
        while (ids.size() < count) {
            String text = line(events);
            if (text.startsWith("id:")) {
                ids.add(text);
            }
        }
        return ids;
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
