// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console.ctl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Sends one request to a phone. HttpURLConnection, since it starts fast and is in every image. */
final class Client {
    private static final int CONNECT_MS = 3_000;

    /** The server comments on a quiet stream each 15 s. */
    private static final int READ_MS = 40_000;

    private final String place;
    private final Optional<String> token;

    /**
     * A client.
     *
     * @param place ADDR:PORT
     * @param token for a phone that listens outside loopback
     */
    Client(String place, Optional<String> token) {
        this.place = place;
        this.token = token;
    }

    /** Whether the phone did it; what it said stands on {@code out}, why not on {@code err}. */
    boolean run(Command command, List<String> words, PrintStream out, PrintStream err)
            throws IOException {
        HttpURLConnection connection = open(command, words);
        try {
            int status = connection.getResponseCode();
            if (status < 0) {
                throw new IOException("no HTTP");
            }
            if (status < 200 || status >= 300) {
                err.println(refusal(connection, status));
                return false;
            }
            InputStream body = connection.getInputStream();
            if (command.name().equals("events")) {
                printData(body, out);
            } else {
                body.transferTo(out);
            }
            out.flush();
            return true;
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection open(Command command, List<String> words) throws IOException {
        // Otherwise a POST whose connection breaks is sent again: two calls instead of one.
        System.setProperty("sun.net.http.retryPost", "false");
        URL url = new URL("http://" + place + command.path(words));
        HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(READ_MS);
        connection.setRequestMethod(command.method());
        token.ifPresent(
                secret -> connection.setRequestProperty("Authorization", "Bearer " + secret));
        String kind = List.of("trace", "ladder").contains(command.name()) ? "text/plain" : "*/*";
        connection.setRequestProperty("Accept", kind);
        if (List.of("POST", "PUT").contains(command.method())) {
            byte[] body = command.body(words).getBytes(StandardCharsets.UTF_8);
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setFixedLengthStreamingMode(body.length);
            connection.getOutputStream().write(body);
        }
        return connection;
    }

    private String refusal(HttpURLConnection connection, int status) throws IOException {
        InputStream body = connection.getErrorStream();
        String text =
                body == null ? "" : new String(body.readNBytes(65536), StandardCharsets.UTF_8);
        return Json.detail(text).orElse(place + " answered " + status + ".");
    }

    /** The data of each event (of one line, as the phone writes it) until the phone ends them. */
    private static void printData(InputStream body, PrintStream out) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        String line;
        while (!out.checkError() && (line = reader.readLine()) != null) {
            if (line.startsWith("data: ")) {
                out.println(line.substring("data: ".length()));
            }
        }
    }
}
