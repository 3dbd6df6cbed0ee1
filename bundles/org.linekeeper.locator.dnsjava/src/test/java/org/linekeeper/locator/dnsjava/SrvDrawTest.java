// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.line.DnsRules.SrvOrder;
import org.xbill.DNS.SRVRecord;

/** Chance and weight; records that expire at once are drawn anew each time. */
class SrvDrawTest {
    private static final int DRAWS = 10_000;
    private static final Reply.Records AT_ONCE = new Reply.Records(List.of(), 0);

    private final VirtualClock clock = new VirtualClock();
    private final SrvDraw draw = new SrvDraw(new SplittableRandom(42), clock);

    @Test
    void L4_tenThousandDrawsOf10And30And60AreWithinTwoAndAHalfPoints() {
        Map<String, Integer> first = firsts(SrvOrder.RFC2782, 10, 30, 60);
        assertThat(percent(first, "h0")).isCloseTo(10, within(2.5));
        assertThat(percent(first, "h1")).isCloseTo(30, within(2.5));
        assertThat(percent(first, "h2")).isCloseTo(60, within(2.5));
    }

    @Test
    void L4_theSecondIsDrawnFromTheRestByTheSameRule() {
        List<SRVRecord> records = records(10, 30, 60);
        int second = 0;
        int afterTheThird = 0;
        for (int i = 0; i < DRAWS; i++) {
            List<String> order = hosts(draw.order(records, SrvOrder.RFC2782, AT_ONCE));
            if (order.get(0).equals("h2")) {
                afterTheThird++;
                second += order.get(1).equals("h1") ? 1 : 0;
            }
        }
        assertThat(100.0 * second / afterTheThird).isCloseTo(75, within(2.5));
    }

    @Test
    void Y3_weightZeroHasASmallChanceAndIsNeverLost() {
        Map<String, Integer> first = firsts(SrvOrder.RFC2782, 0, 99);
        assertThat(percent(first, "h0")).isBetween(0.5, 1.5);
        List<SRVRecord> records = records(5, 0, 0, 7);
        assertThat(draw.order(records, SrvOrder.RFC2782, AT_ONCE))
                .containsExactlyInAnyOrderElementsOf(records);
    }

    @Test
    void Y3_equalWeightsShareAtRandom() {
        for (SrvOrder order : SrvOrder.values()) {
            for (int weight : new int[] {0, 1, 50}) {
                Map<String, Integer> first = firsts(order, weight, weight, weight, weight);
                for (int i = 0; i < 4; i++) {
                    assertThat(percent(first, "h" + i)).isCloseTo(25, within(2.5));
                }
            }
        }
    }

    @Test
    void Y3_theGreaterWeightIsFirstWhenTheRuleSaysSo() {
        for (int i = 0; i < 100; i++) {
            assertThat(
                            hosts(
                                    draw.order(
                                            records(1, 2, 0, 65_535),
                                            SrvOrder.WEIGHT_DESCENDING,
                                            AT_ONCE)))
                    .containsExactly("h3", "h1", "h0", "h2");
        }
    }

    @Test
    void theGreatestWeightsDoNotOverflow() {
        int[] weights = IntStream.generate(() -> 65_535).limit(32).toArray();
        assertThat(draw.order(records(weights), SrvOrder.RFC2782, AT_ONCE)).hasSize(32);
    }

    @Test
    void Y3_theSameRecordsInAnotherOrderKeepTheirDraw() {
        List<SRVRecord> records = records(1, 1, 1, 1, 1, 1);
        long later = clock.getAsLong() + 1000;
        List<SRVRecord> drawn =
                draw.order(records, SrvOrder.RFC2782, new Reply.Records(List.of(), later));
        List<SRVRecord> turned = new ArrayList<>(records);
        Collections.rotate(turned, 2);
        assertThat(draw.order(turned, SrvOrder.RFC2782, AT_ONCE)).isEqualTo(drawn);
    }

    private Map<String, Integer> firsts(SrvOrder order, int... weights) {
        Map<String, Integer> count = new HashMap<>();
        List<SRVRecord> records = records(weights);
        for (int i = 0; i < DRAWS; i++) {
            count.merge(hosts(draw.order(records, order, AT_ONCE)).get(0), 1, Integer::sum);
        }
        return count;
    }

    private static double percent(Map<String, Integer> count, String host) {
        return 100.0 * count.getOrDefault(host, 0) / DRAWS;
    }

    private static List<SRVRecord> records(int... weights) {
        return IntStream.range(0, weights.length)
                .mapToObj(i -> Zone.srv("_sip._udp.example.com", 60, 1, weights[i], 5060, "h" + i))
                .toList();
    }

    private static List<String> hosts(List<SRVRecord> records) {
        return records.stream().map(each -> each.getTarget().toString(true)).toList();
    }
}
