// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The transitions of one device, told to a real broker by its own client as a phone would: what is
 * not acknowledged is told again.
 */
final class ToldTransitions {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int BATCH = 32;
    private static final long EPOCH = 7;

    private final RealMosquitto broker;
    private final String topic;

    ToldTransitions(RealMosquitto broker, String device) {
        this.broker = broker;
        this.topic = "lk/1/default/" + device + "/";
    }

    /** Tells these, at most 32; whether the broker took them. */
    boolean tell(long first, long last) throws IOException, InterruptedException {
        String entries =
                LongStream.rangeClosed(first, last)
                        .mapToObj(ToldTransitions::entry)
                        .collect(Collectors.joining(","));
        String batch =
                "{\"v\":1,\"ep\":" + EPOCH + ",\"first\":" + first + ",\"tr\":[" + entries + "]}";
        return broker.publish(topic + "up/ev", batch, false) == 0;
    }

    private static String entry(long seq) {
        return ("{'seq':" + seq + ",'t':'2026-11-20T23:01:02.114Z','mono':" + seq)
                        .replace('\'', '"')
                + ",\"tq\":\"ntp\",\"line\":1,\"from\":\"on_primary\",\"to\":\"on_backup\","
                + "\"why\":\"no_answer\",\"srv\":\"b.pbx.example\",\"pol\":\"standard/1.0.0\"}";
    }

    /** What the broker retains for the device: the last number that is in the history. */
    long acknowledged() throws IOException {
        Optional<String> letter = broker.retained(topic + "dn/ack").stream().findFirst();
        if (letter.isEmpty()) {
            return 0;
        }
        String json = letter.get().substring(letter.get().indexOf(' ') + 1);
        JsonObject ack = JsonParser.parseString(json).getAsJsonObject();
        return ack.get("ep").getAsLong() == EPOCH ? ack.get("seq").getAsLong() : 0;
    }

    /** Tells all that is left, again and again, until it is acknowledged up to there. */
    void awaitAcknowledged(long last) {
        await("acknowledged up to " + last)
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            long known = acknowledged();
                            for (long next = known + 1; next <= last; next += BATCH) {
                                tell(next, Math.min(next + BATCH - 1, last));
                            }
                            return known == last;
                        });
    }

    /** The numbers of all transitions in an H2 file, in order. */
    static List<Long> inHistory(Path home) throws SQLException {
        String sql = "SELECT seq FROM lk_history WHERE kind = 'transition' ORDER BY seq, device";
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + home.resolve("history"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Long> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
            return found;
        }
    }

    /** Each number from 1 to there, once. */
    static List<Long> all(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
