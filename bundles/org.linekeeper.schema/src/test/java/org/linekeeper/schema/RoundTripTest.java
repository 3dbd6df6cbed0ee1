// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.linekeeper.schema.Topic.Channel;

/** Whatever can be written is as documented, and is read back as it was. */
class RoundTripTest {
    private static final List<String> STATES =
            List.of("disabled", "registering", "on_primary", "switching", "on_backup");
    private static final String TEXT = "aZ09._-:[]<&>\"'\\äß中 /%{}";

    @Property(tries = 200)
    void batches(@ForAll Random chance) throws BadMessage {
        long next = 1 + chance.nextInt(1_000_000);
        List<Entry> entries = new ArrayList<>();
        for (int i = chance.nextInt(Batch.MAX_ENTRIES); i >= 0; i--) {
            Entry entry = chance.nextInt(8) == 0 ? gap(chance, next) : transition(chance, next);
            entries.add(entry);
            next = entry.last() + 1;
        }
        Batch batch = new Batch(chance.nextInt(9), entries);
        assertThat(Schemas.problems(Channel.EV, batch.write())).isEmpty();
        assertThat(Batch.read(batch.write())).isEqualTo(batch);
        for (Entry entry : entries) {
            assertThat(Entry.read(entry.write())).isEqualTo(entry);
        }
    }

    @Property(tries = 200)
    void snapshots(@ForAll Random chance) throws BadMessage {
        List<Line> lines = new ArrayList<>();
        for (int i = chance.nextInt(4); i > 0; i--) {
            lines.add(line(chance, i));
        }
        Optional<PolicyName> policy =
                maybe(chance, new PolicyName(text(chance, 128), text(chance, 64)));
        Snapshot snapshot =
                new Snapshot(
                        chance.nextInt(99),
                        chance.nextInt(99),
                        lines,
                        policy,
                        new Journal(chance.nextInt(9), 3_400, chance.nextInt(9)));
        assertThat(Schemas.problems(Channel.STATE, snapshot.write())).isEmpty();
        assertThat(Snapshot.read(snapshot.write())).isEqualTo(snapshot);
    }

    @Property(tries = 100)
    void answers(@ForAll Random chance) throws BadMessage {
        List<Response.Result> results = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (int i = chance.nextInt(4); i > 0; i--) {
            OptionalInt line = chance.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(i);
            results.add(new Response.Result(line, "refused", maybe(chance, text(chance, 99))));
            steps.add(
                    new Step(
                            time(chance),
                            chance.nextInt(99),
                            chance.nextBoolean() ? "message" : "timer",
                            maybe(chance, "in"),
                            maybe(chance, text(chance, 64)),
                            maybe(chance, "tls"),
                            text(chance, 99)));
        }
        Response response =
                new Response(
                        text(chance, 64), "done", maybe(chance, text(chance, 99)), results, steps);
        assertThat(Schemas.problems(Channel.RESP, response.write())).isEmpty();
        assertThat(Response.read(response.write())).isEqualTo(response);
    }

    @Property(tries = 100)
    void theOthers(@ForAll Random chance) throws BadMessage {
        Metrics metrics =
                new Metrics(
                        time(chance), chance.nextInt(9), Map.of("a_ms", chance.nextLong() >> 12));
        assertThat(Schemas.problems(Channel.METRICS, metrics.write())).isEmpty();
        assertThat(Metrics.read(metrics.write())).isEqualTo(metrics);
        Desired desired =
                new Desired(
                        1 + chance.nextInt(9),
                        Map.of("fanvil.count", text(chance, 100)),
                        List.of(new Desired.LineSettings(2, "{\"line\":2,\"retry_s\":5}")));
        assertThat(Schemas.problems(Channel.DESIRED, desired.write())).isEmpty();
        assertThat(Desired.read(desired.write())).isEqualTo(desired);
        PolicyReport report =
                new PolicyReport(
                        new PolicyName("std", "7"),
                        maybe(chance, "a"),
                        chance.nextBoolean(),
                        chance.nextInt(9),
                        List.of(text(chance, 99)),
                        maybe(chance, "rolled_back"));
        assertThat(Schemas.problems(Channel.POLICY, report.write())).isEmpty();
        assertThat(PolicyReport.read(report.write())).isEqualTo(report);
    }

    private static Line line(Random chance, int number) {
        Place place = new Place(text(chance, 99), "192.0.2.1", 1 + chance.nextInt(65_535), "udp");
        return new Line(
                number,
                maybe(chance, "sip:" + chance.nextInt(99_999) + "@pbx.example"),
                chance.nextBoolean(),
                STATES.get(chance.nextInt(STATES.size())),
                chance.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(2),
                maybe(chance, place),
                time(chance),
                maybe(chance, time(chance)),
                List.of(
                        new Registration(
                                place,
                                "registered",
                                maybe(chance, time(chance)),
                                maybe(chance, text(chance, 99)))),
                List.of(
                        new Health(
                                "192.0.2.1",
                                5060,
                                "tls",
                                "probing",
                                maybe(chance, time(chance)),
                                3)),
                "no_answer",
                List.of(text(chance, 9)));
    }

    private static Transition transition(Random chance, long seq) {
        return new Transition(
                seq,
                time(chance),
                chance.nextInt(9),
                "rtc",
                1 + chance.nextInt(1_000),
                STATES.get(chance.nextInt(STATES.size())),
                STATES.get(chance.nextInt(STATES.size())),
                "response_503",
                maybe(chance, text(chance, 256)),
                maybe(chance, text(chance, 128)),
                maybe(chance, text(chance, 64)));
    }

    private static Gap gap(Random chance, long from) {
        return new Gap(from, from + chance.nextInt(100), time(chance), "overflow");
    }

    private static Instant time(Random chance) {
        return Instant.ofEpochMilli(chance.nextLong(253_402_300_800_000L));
    }

    private static <T> Optional<T> maybe(Random chance, T value) {
        return chance.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    private static String text(Random chance, int max) {
        StringBuilder text = new StringBuilder("x");
        for (int i = chance.nextInt(max); i > 0; i--) {
            text.append(TEXT.charAt(chance.nextInt(TEXT.length())));
        }
        return text.toString();
    }
}
