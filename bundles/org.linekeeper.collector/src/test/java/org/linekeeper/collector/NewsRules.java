// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.linekeeper.collector.fleet.DeviceName;
import org.linekeeper.collector.fleet.News;
import org.linekeeper.schema.PolicyName;
import org.linekeeper.schema.PolicyReport;
import org.linekeeper.schema.Topic.Channel;

/** What those who listen are told, on any database. */
abstract class NewsRules {
    static final DeviceName A = new DeviceName("default", "a");
    static final PolicyReport REPORT =
            new PolicyReport(
                    new PolicyName("standard", "1.0.0"),
                    Optional.of("a"),
                    false,
                    0,
                    List.of(),
                    Optional.empty());

    private static final Duration MORE_THAN_SEEN = Duration.ofSeconds(31);
    private static final String CONN = Phones.topic("a", Channel.CONN);
    private static final String STATE = Phones.topic("a", Channel.STATE);
    private static final String POLICY = Phones.topic("a", Channel.POLICY);
    private static final String METRICS = Phones.topic("a", Channel.METRICS);

    /** An empty one. */
    abstract Database database() throws Exception;

    Desk desk() throws Exception {
        return new Desk(database(), Limits.USUAL);
    }

    /** All before it is in the database then, and was told to those who listen. */
    static void settle(Desk desk, long seq) {
        desk.say("other", Phones.batch(1, seq, seq));
        desk.awaitAck("other", 1, seq);
        // The device is told first.
        await("news of it").atMost(Desk.BOUND).until(() -> recorded(desk, "other").contains(seq));
    }

    private static List<News> ofA(Desk desk) {
        return desk.news().stream().filter(each -> each.device().equals(A)).toList();
    }

    /** The numbers that were told, in the order in which they were. */
    static List<Long> recorded(Desk desk, String device) {
        return desk.news().stream()
                .filter(News.Recorded.class::isInstance)
                .map(News.Recorded.class::cast)
                .filter(each -> each.device().name().equals(device))
                .map(each -> each.entry().last())
                .toList();
    }

    static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void eachDevicesNewsComesInItsOrderAfterTheCommit() throws Exception {
        try (Desk desk = desk()) {
            desk.offer(CONN, Phones.birth("s1", 3).write());
            desk.say("a", Phones.batch(3, 1, 2));
            desk.say("a", Phones.gap(3, 3, 9));
            desk.offer(STATE, Phones.snapshot(3, 9).write());
            desk.offer(POLICY, REPORT.write());
            desk.offer(CONN, Phones.birth("s1", 3).gone("lwt").write());
            settle(desk, 1);
            List<News> news = ofA(desk);
            assertThat(news).hasSize(7);
            assertThat(news)
                    .allMatch(each -> !each.received().isBefore(Phones.T0.minusSeconds(86_400)));
            assertThat(((News.Connected) news.get(0)).connection())
                    .isEqualTo(Phones.birth("s1", 3));
            assertThat(((News.Connected) news.get(0)).kept()).isFalse();
            assertThat(((News.Recorded) news.get(1)).entry()).isEqualTo(Phones.transition(1));
            assertThat(((News.Recorded) news.get(1)).epoch()).isEqualTo(3);
            assertThat(recorded(desk, "a")).containsExactly(1L, 2L, 9L);
            assertThat(((News.Showed) news.get(4)).snapshot()).isEqualTo(Phones.snapshot(3, 9));
            assertThat(((News.Reported) news.get(5)).report()).isEqualTo(REPORT);
            assertThat(((News.Connected) news.get(6)).connection().online()).isFalse();
            assertThat(desk.texts("SELECT message FROM lk_latest WHERE kind = 'policy'"))
                    .containsExactly(REPORT.write());
        }
    }

    @Test
    void whatTheBrokerHadKeptIsToldAsSuch() throws Exception {
        try (Desk desk = desk()) {
            desk.offerRetained(CONN, Phones.birth("s1", 3).write());
            desk.offerRetained(STATE, Phones.snapshot(3, 9).write());
            desk.offerRetained(POLICY, REPORT.write());
            settle(desk, 1);
            assertThat(ofA(desk)).hasSize(3);
            assertThat(((News.Connected) ofA(desk).get(0)).kept()).isTrue();
            assertThat(((News.Showed) ofA(desk).get(1)).kept()).isTrue();
            assertThat(((News.Reported) ofA(desk).get(2)).kept()).isTrue();
        }
    }

    @Test
    void whatIsNotNewIsASignOfLifeAndThatSeldom() throws Exception {
        try (Desk desk = desk()) {
            desk.say("a", Phones.batch(3, 1, 32));
            settle(desk, 1);
            for (int i = 2; i < 5; i++) {
                desk.say("a", Phones.batch(3, 1, 32));
                desk.offer(METRICS, "{}");
                settle(desk, i);
            }
            assertThat(ofA(desk)).hasSize(32);
            desk.later(MORE_THAN_SEEN);
            desk.say("a", Phones.batch(3, 1, 32));
            settle(desk, 5);
            desk.offer(METRICS, "{}");
            settle(desk, 6);
            assertThat(ofA(desk)).hasSize(33);
            assertThat(ofA(desk).get(32)).isInstanceOf(News.Stirred.class);
        }
    }

    @Test
    void whatWasKnownBeforeTheStartIsNoNews() throws Exception {
        try (Desk desk = desk()) {
            desk.say("a", Phones.batch(3, 1, 32));
            desk.awaitAck("a", 3, 32);
            desk.collector().close();
            desk.later(MORE_THAN_SEEN);
            desk.startAgain();
            desk.say("a", Phones.batch(3, 1, 32));
            desk.say("a", Phones.batch(3, 20, 40));
            desk.awaitAck("a", 3, 40);
            settle(desk, 1);
            assertThat(recorded(desk, "a")).isEqualTo(numbers(1, 40));
        }
    }

    @Test
    void whatAnotherCollectorHasWrittenIsToldHereToo() throws Exception {
        Database database = database();
        try (Desk one = new Desk(database, Limits.USUAL);
                Desk two = new Desk(database, Limits.USUAL)) {
            two.say("a", Phones.batch(3, 1, 10));
            two.awaitAck("a", 3, 10);
            one.say("a", Phones.batch(3, 1, 20));
            one.awaitAck("a", 3, 20);
            // It was deaf meanwhile, and comes in further on.
            two.say("a", Phones.batch(3, 21, 30));
            two.awaitAck("a", 3, 30);
            two.say("a", Phones.batch(3, 1, 30));
            settle(two, 1);
            one.say("a", Phones.batch(3, 21, 30));
            settle(one, 2);
            assertThat(recorded(one, "a")).isEqualTo(numbers(1, 30));
            assertThat(recorded(two, "a")).isEqualTo(numbers(1, 30));
        }
    }

    @Test
    void twoAtOnceTellTheSameOnceEach() throws Exception {
        Database database = database();
        try (Desk one = new Desk(database, Limits.USUAL);
                Desk two = new Desk(database, Limits.USUAL)) {
            for (long first = 1; first <= 320; first += 32) {
                for (int phone = 0; phone < 5; phone++) {
                    one.say("p" + phone, Phones.batch(5, first, first + 31));
                    two.say("p" + phone, Phones.batch(5, first, first + 31));
                }
            }
            for (Desk each : List.of(one, two)) {
                for (int phone = 0; phone < 5; phone++) {
                    String name = "p" + phone;
                    await(name).atMost(Desk.BOUND).until(() -> recorded(each, name).contains(320L));
                    assertThat(recorded(each, name)).isEqualTo(numbers(1, 320));
                }
            }
        }
    }
}
