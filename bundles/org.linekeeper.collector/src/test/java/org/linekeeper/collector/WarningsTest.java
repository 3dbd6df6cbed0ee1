// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.schema.Batch;
import org.linekeeper.schema.Gap;
import org.linekeeper.schema.Topic.Channel;

/** What an operator gets to read, on standard error as the log of tests has it. */
class WarningsTest {
    private final PrintStream machineErr = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @TempDir Path directory;

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(machineErr);
    }

    private Desk desk(Limits limits) {
        return new Desk(
                Database.of("jdbc:h2:file:" + directory.resolve("history"), "", ""), limits);
    }

    private List<String> said(String words) {
        String all = log.toString(StandardCharsets.UTF_8);
        return all.lines().filter(line -> line.contains(words)).toList();
    }

    private static Batch trimmed(long from, long to) {
        return new Batch(3, List.of(new Gap(from, to, Phones.T0, "trimmed")));
    }

    @Test
    void whatIsLeftOutIsSaidOncePerReason() throws Exception {
        Limits few = new Limits(3, 2, 999, 1 << 20, 16, 1 << 20, 4, 100, 10);
        try (Desk desk = desk(few)) {
            for (int ep = 1; ep <= 5; ep++) {
                desk.say("a", Phones.batch(ep, 1, 1));
            }
            for (int i = 1; i <= 5; i++) {
                desk.say("b" + i, Phones.batch(1, 1, 1));
                desk.offer(Phones.topic("x" + i, Channel.EV), "{");
                desk.offer("lk/1/else\nwhere" + i, "");
            }
            desk.awaitDrops(Drop.EPOCHS, 3);
            desk.awaitDrops(Drop.DEVICES, 3);
            desk.awaitDrops(Drop.MALFORMED, 5);
            desk.awaitDrops(Drop.TOPIC, 5);
        }
        assertThat(said("(epochs,")).hasSize(1);
        assertThat(said("(epochs,").get(0))
                .contains("lk/1/default/a/up/ev: the device has begun 2 epochs");
        assertThat(said("(devices,")).hasSize(1);
        assertThat(said("(devices,").get(0)).contains("lk/1/default/b3/up/ev: there are 3 devices");
        assertThat(said("(malformed,")).hasSize(1);
        assertThat(said("(malformed,").get(0)).contains("lk/1/default/x1/up/ev: ");
        assertThat(said("(topic,")).hasSize(1);
        assertThat(said("(topic,").get(0)).contains("lk/1/else?where1: ");
        assertThat(said("Left out")).hasSize(4);
    }

    @Test
    void itIsSaidAgainAMinuteLater() {
        long[] nowMs = {0};
        Warnings warnings = new Warnings(() -> nowMs[0]);
        warnings.leftOut(Drop.TOPIC, "first", "why");
        nowMs[0] = 59_999;
        warnings.leftOut(Drop.TOPIC, "second", "why");
        nowMs[0] = 60_000;
        warnings.leftOut(Drop.TOPIC, "third", "why");
        warnings.leftOut(Drop.TOPIC, "x".repeat(60_000), "why");
        assertThat(said("Left out")).hasSize(2);
        assertThat(said("first")).hasSize(1);
        assertThat(said("third")).hasSize(1);
    }

    @Test
    void aPhoneThatAnotherHistoryConfirmedIsNamedOnce() throws Exception {
        try (Desk desk = desk(Limits.USUAL)) {
            desk.say("own", Phones.gap(3, 1, 5));
            desk.say("robbed", trimmed(1, 40));
            desk.awaitAck("robbed", 3, 40);
            desk.say("robbed", trimmed(41, 50));
            desk.awaitAck("robbed", 3, 50);
            // Known already: nothing that this history lacks.
            desk.say("own", trimmed(1, 5));
            desk.say("own", Phones.batch(3, 6, 6));
            desk.awaitAck("own", 3, 6);
        }
        assertThat(said("another history has its")).hasSize(1);
        assertThat(said("another history has its 1 to 40").get(0))
                .contains("lk/1/default/robbed/up/ev");
    }

    @Test
    void noMoreThanABoundAreNamed() throws Exception {
        try (Desk desk = desk(Limits.USUAL)) {
            int more = Warnings.MOST_ELSEWHERE + 20;
            for (int i = 1; i <= more; i++) {
                desk.say("p" + i, trimmed(1, 2));
            }
            desk.awaitAck("p" + more, 3, 2);
        }
        assertThat(said("another history has its")).hasSize(Warnings.MOST_ELSEWHERE);
        assertThat(said("no more of them are named")).hasSize(1);
    }

    @Test
    void whatWasDoneAndLeftOutIsSaidAtTheEnd() throws Exception {
        try (Desk desk = desk(Limits.USUAL)) {
            desk.say("a", Phones.batch(1, 1, 9));
            desk.offer("elsewhere", "");
            desk.awaitDrops(Drop.TOPIC, 1);
            desk.awaitAck("a", 1, 9);
            assertThat(desk.collector().counts())
                    .asString()
                    .startsWith("2 messages, 9 transitions and gaps in ")
                    .endsWith(" commits, 0 failed tries, left out: topic 1");
        }
        assertThat(said("Collected: 2 messages, 9 transitions")).hasSize(1);
    }
}
