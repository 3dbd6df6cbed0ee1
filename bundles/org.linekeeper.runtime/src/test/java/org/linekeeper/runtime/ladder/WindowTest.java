// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.linekeeper.api.lines.LadderStep;

class WindowTest {
    private static final Window.Bound HEAD = new Window.Bound(3, 1_000);
    private static final Window.Bound TAIL = new Window.Bound(2, 600);

    private final Window window = new Window("messages", HEAD, TAIL);

    private static Rung rung(long order, int length) {
        LadderStep step =
                LadderStep.note(Instant.EPOCH, order, LadderStep.Kind.DECISION, "x".repeat(length));
        return Rung.of(order, step);
    }

    private List<Long> orders() {
        return window.told().stream().map(Rung::order).toList();
    }

    @Test
    void theFirstAndTheLastStayAndANoteSaysHowManyAreMissing() {
        for (int i = 1; i <= 10; i++) {
            window.add(rung(i, 10));
        }
        assertThat(orders()).containsExactly(1L, 2L, 3L, 9L, 9L, 10L);
        assertThat(window.told().get(3).step().text()).isEqualTo("5 messages are left out here");
        assertThat(window.kept()).hasSize(5);
    }

    @Test
    void nothingIsSaidWhenNothingIsMissing() {
        for (int i = 1; i <= 5; i++) {
            window.add(rung(i, 10));
        }
        assertThat(orders()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void whatIsTooLargeForTheHeadEndsIt() {
        window.add(rung(1, 700));
        window.add(rung(2, 300));
        window.add(rung(3, 10));
        assertThat(orders()).containsExactly(1L, 2L, 3L);
        window.add(rung(4, 10));
        assertThat(window.kept()).extracting(Rung::order).containsExactly(1L, 3L, 4L);
    }

    @Property
    void theBoundHoldsAndWhatIsMissingIsCounted(
            @ForAll List<@IntRange(max = 450) Integer> lengths) {
        Window any = new Window("messages", HEAD, TAIL);
        List<Rung> all = new ArrayList<>();
        for (int length : lengths) {
            Rung rung = rung(all.size(), length);
            all.add(rung);
            any.add(rung);
            assertThat(any.bytes()).isLessThanOrEqualTo(HEAD.bytes() + TAIL.bytes());
            assertThat(any.kept()).hasSizeLessThanOrEqualTo(HEAD.steps() + TAIL.steps());
            assertThat(any.kept()).endsWith(rung);
        }
        long missing =
                any.told().stream()
                        .map(rung -> rung.step().text())
                        .filter(text -> text.endsWith(" messages are left out here"))
                        .mapToLong(text -> Long.parseLong(text.split(" ")[0]))
                        .sum();
        assertThat(any.kept().size() + missing).isEqualTo(lengths.size());
    }

    @Test
    void aStepTakesAtLeastWhatItsTextTakesInMemoryOrInUtf8() {
        for (String text : List.of("plain", "\u00fc\u00e9", "\u4e2d\u6587", "\ud83d\ude00")) {
            LadderStep step = LadderStep.note(Instant.EPOCH, 0, LadderStep.Kind.TIMER, text);
            int utf8 = text.getBytes(StandardCharsets.UTF_8).length;
            assertThat(Rung.of(1, step).bytes()).isGreaterThan(Math.max(utf8, 2 * text.length()));
        }
    }
}
