// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.linekeeper.collector.fleet.CollectorHealth.Way;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.schema.Ack;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Topic.Channel;

/** A collector on a database, what it acknowledged, and a look into the database past it. */
final class Desk implements AutoCloseable {
    static final Duration BOUND = Duration.ofSeconds(60);

    private final Database database;
    private final Limits limits;
    private final Queue<News> news = new ConcurrentLinkedQueue<>();
    private final Reach reach = new Reach("a database", this::wallMs);
    private final Queue<String> tooEarly = new ConcurrentLinkedQueue<>();
    private final Map<String, Ack> acks = new ConcurrentHashMap<>();
    private volatile long lateMs;
    private Collector collector;

    Desk(Database database, Limits limits) {
        this.database = database;
        this.limits = limits;
        startAgain();
    }

    void startAgain() {
        acks.clear();
        collector =
                Collector.start(
                        database,
                        new Outlets(this::acknowledged, this::heard),
                        reach,
                        limits,
                        this::wallMs);
    }

    private long wallMs() {
        return System.currentTimeMillis() + lateMs;
    }

    /** From now on it is so much later. */
    void later(Duration time) {
        lateMs += time.toMillis();
    }

    /** At this moment it must be there for others. */
    private void acknowledged(String tenant, String device, Ack ack) {
        try {
            List<Long> reach =
                    numbers(
                            "SELECT seq FROM lk_epoch e JOIN lk_device d ON d.id = e.device WHERE"
                                    + " name = '"
                                    + device
                                    + "' AND ep = "
                                    + ack.ep());
            if (ack.seq() > 0 && (reach.isEmpty() || reach.get(0) < ack.seq())) {
                tooEarly.add(device + " " + ack + " " + reach);
            }
        } catch (SQLException e) {
            // A database that was killed after the commit has it all the same; tests look later.
        }
        acks.put(device + " " + ack.ep(), ack);
    }

    private void heard(List<News> some) {
        news.addAll(some);
    }

    /** All that was told so far, in order. */
    List<News> news() {
        return List.copyOf(news);
    }

    Way way() {
        return reach.way();
    }

    /** Waits until the database is there, or is not. */
    void awaitWay(boolean open) {
        await(open ? "the database is there" : "the database is away")
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> way().open() == open);
    }

    Collector collector() {
        return collector;
    }

    void say(String device, Batch batch) {
        assertThat(offer(Phones.topic(device, Channel.EV), batch.write())).isTrue();
    }

    boolean offer(String topic, String message) {
        return collector.offer(topic, Phones.bytes(message), false);
    }

    /** As the broker says it to whoever subscribes. */
    void offerRetained(String topic, String message) {
        assertThat(collector.offer(topic, Phones.bytes(message), true)).isTrue();
    }

    void awaitAck(String device, long ep, long seq) {
        await(device + " is told " + ep + "/" + seq)
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> new Ack(ep, seq).equals(acks.get(device + " " + ep)));
    }

    Ack ack(String device, long ep) {
        return acks.getOrDefault(device + " " + ep, new Ack(ep, 0));
    }

    boolean hasAck(String device, long ep) {
        return acks.containsKey(device + " " + ep);
    }

    void awaitDrops(Drop why, long howMany) {
        await(howMany + " dropped as " + why)
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> collector.counts().dropped(why) == howMany);
    }

    /** Kind, first and last number of each row of an epoch. */
    List<String> history(String device, long ep) throws SQLException {
        return texts(
                "SELECT kind || ' ' || seq || ' ' || last_seq FROM lk_history h JOIN lk_device d ON"
                        + " d.id = h.device WHERE d.name = '"
                        + device
                        + "' AND ep = "
                        + ep
                        + " ORDER BY seq");
    }

    /** The history is whole: from 1 to there, each number once. */
    void isWhole(String device, long ep, long last) throws SQLException {
        List<String> rows = history(device, ep);
        assertThat(rows).hasSize((int) last + 1);
        assertThat(rows.get(0)).isEqualTo("epoch 0 0");
        for (long seq = 1; seq <= last; seq++) {
            assertThat(rows.get((int) seq)).isEqualTo("transition " + seq + " " + seq);
        }
        assertThat(tooEarly).isEmpty();
    }

    List<Long> numbers(String sql) throws SQLException {
        List<Long> found = new ArrayList<>();
        for (String each : texts(sql)) {
            found.add(Long.valueOf(each));
        }
        return found;
    }

    /** The first column. */
    List<String> texts(String sql) throws SQLException {
        return rows(sql).stream().map(row -> row.get(0)).toList();
    }

    List<List<String>> rows(String sql) throws SQLException {
        try (Connection connection = database.open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> found = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                found.add(row);
            }
            return found;
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        collector.close();
        assertThat(tooEarly).isEmpty();
    }
}
