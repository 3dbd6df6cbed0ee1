// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SessionsTest {
    private final MemoryKeep keep = new MemoryKeep();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Sessions sessions = new Sessions(keep, () -> now);

    @Test
    void aSecretIsKnownAndNotKept() {
        String secret = begin("Ana");

        assertThat(sessions.find(secret).map(Session::name)).contains("Ana");
        assertThat(secret).hasSize(43);
        assertThat(keep.everything()).doesNotContain(secret).contains("Ana");
        for (String wrong : List.of("", "x", secret.substring(1), secret + "x")) {
            assertThat(sessions.find(wrong)).isEmpty();
        }
    }

    @Test
    void whoComesStaysAndWhoIsAwayForTwelveHoursIsOut() {
        String secret = begin("Ana");
        for (int i = 0; i < 5; i++) {
            now = now.plus(Duration.ofHours(11));
            assertThat(sessions.find(secret)).isPresent();
        }
        now = now.plus(Duration.ofHours(12)).plusMillis(1);
        assertThat(sessions.all()).isEmpty();
        assertThat(sessions.find(secret)).isEmpty();
        assertThat(keep.size("session")).isZero();
    }

    @Test
    void afterThirtyDaysEverybodyIsOut() {
        String secret = begin("Ana");
        for (int hours = 0; hours + 10 <= 30 * 24; hours += 10) {
            now = now.plus(Duration.ofHours(10));
            assertThat(sessions.find(secret)).isPresent();
        }
        now = now.plus(Duration.ofHours(1));
        assertThat(sessions.find(secret)).isEmpty();
    }

    @Test
    void sessionsSurviveARestart() {
        String secret = begin("Ana");
        String over = begin("Bo");
        sessions.end(sessions.find(over).orElseThrow().id());
        now = now.plus(Duration.ofHours(1));

        Sessions next = new Sessions(keep, () -> now);

        assertThat(next.find(secret)).isPresent();
        assertThat(next.find(over)).isEmpty();
        assertThat(next.all()).extracting(Session::name).containsExactly("Ana");
    }

    @Test
    void whatIsKeptAndNoneOfOursIsLeftOut() throws Exception {
        for (String text : List.of("", "[]", "{}", "{\"role\":\"king\"}", "nonsense", "null")) {
            keep.put("session", new Keep.Text("k" + text.length(), now, text));
        }
        assertThat(sessions.all()).isEmpty();
        assertThat(keep.size("session")).isZero();
    }

    @Test
    void ofTooManyTheOneAwayForLongestIsOut() {
        String first = begin("first");
        now = now.plus(Duration.ofMinutes(1));
        String second = begin("second");
        now = now.plus(Duration.ofMinutes(5));
        sessions.find(first);
        for (int i = 0; i < Sessions.MOST - 1; i++) {
            begin("" + i);
        }
        assertThat(sessions.all()).hasSize(Sessions.MOST);
        assertThat(sessions.find(second)).isEmpty();
        assertThat(sessions.find(first)).isPresent();
        assertThat(keep.size("session")).isEqualTo(Sessions.MOST);
    }

    @Test
    void withoutTheStoreSessionsWorkOnAndOldOnesComeWithIt() {
        String old = begin("Ana");
        keep.gone = true;
        Sessions next = new Sessions(keep, () -> now);

        String here = next.begin("Bo", Role.VIEWER, "");
        assertThat(next.find(here)).isPresent();
        assertThat(next.find(old)).isEmpty();
        keep.gone = false;
        now = now.plus(Duration.ofSeconds(5));
        assertThat(next.find(old).map(Session::name)).isEqualTo(Optional.of("Ana"));
        assertThat(next.find(here)).isPresent();
    }

    @Test
    void aSessionIsWrittenNoMoreThanEachFiveMinutes() {
        String secret = begin("Ana");
        String before = keep.everything();
        now = now.plus(Duration.ofMinutes(4));
        sessions.find(secret);
        assertThat(keep.everything()).isEqualTo(before);
        now = now.plus(Duration.ofMinutes(1));
        sessions.find(secret);
        assertThat(keep.everything()).isNotEqualTo(before);
    }

    private String begin(String name) {
        return sessions.begin(name, Role.OPERATOR, "192.0.2.1");
    }
}
