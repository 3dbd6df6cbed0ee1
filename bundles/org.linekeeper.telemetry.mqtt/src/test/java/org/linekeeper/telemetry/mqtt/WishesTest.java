// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.config.PhoneFiles;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.lines.Lines;
import org.linekeeper.config.kit.json.BadLine;
import org.linekeeper.config.kit.json.LineJson;
import org.linekeeper.schema.BadMessage;
import org.linekeeper.schema.Desired;
import org.linekeeper.schema.Response;

class WishesTest {
    @TempDir Path home;

    private final Map<Integer, LineConfig> now = new TreeMap<>();
    private final List<Integer> configured = new ArrayList<>();
    private Optional<PhoneFiles> files = Optional.of(this::read);

    WishesTest() {
        read(Map.of()).lines().forEach(each -> now.put(each.line(), each));
    }

    /** Two lines; the setting {@code retry} is the second one's. */
    private Reading read(Map<String, String> settings) {
        if (settings.containsKey("stray")) {
            return Reading.refused(new Finding("x4u.cfg", 0, "", "", "nobody takes stray", ""));
        }
        int retry = Integer.parseInt(settings.getOrDefault("retry", "30"));
        return new Reading(
                List.of(line(1, 30, "s1"), line(2, retry, "s2")), List.of(), List.of(), List.of());
    }

    private static LineConfig line(int number, int retrySeconds, String password) {
        try {
            return LineJson.read("{\"retry_s\":" + retrySeconds + "}", LineConfig.line(number))
                    .with(draft -> draft.user("10" + number).password(Secret.of(password)));
        } catch (BadLine bug) {
            throw new AssertionError(bug);
        }
    }

    private Wishes wishes() {
        Lines lines =
                (Lines)
                        Proxy.newProxyInstance(
                                Lines.class.getClassLoader(),
                                new Class<?>[] {Lines.class},
                                (proxy, method, args) -> {
                                    if (method.getName().equals("configure")) {
                                        LineConfig config = (LineConfig) args[0];
                                        configured.add(config.line());
                                        now.put(config.line(), config);
                                        return null;
                                    }
                                    return List.copyOf(now.values());
                                });
        return new Wishes(lines, () -> files, home.resolve("desired"));
    }

    private static Desired desired(long version, String settings, String lines) {
        try {
            return Desired.read(
                    "{\"v\":1,\"ver\":%d,\"settings\":%s,\"lines\":%s}"
                            .formatted(version, settings, lines));
        } catch (BadMessage bug) {
            throw new AssertionError(bug);
        }
    }

    private void assertRetry(int line, int seconds) {
        assertThat(LineJson.write(now.get(line), LineJson.Detail.FULL))
                .contains("\"retry_s\":" + seconds + ",");
        assertThat(now.get(line).password().isEmpty()).isFalse();
    }

    @Test
    void whatIsDesiredOfALineIsDoneAndUndoneWithItsPasswordKept() throws IOException {
        Wishes wishes = wishes();
        wishes.adopt(desired(1, "{}", "[{\"line\":1,\"retry_s\":15}]"));
        assertRetry(1, 15);
        assertRetry(2, 30);
        assertThat(Files.readString(home.resolve("desired"))).doesNotContain("s1", "s2");

        wishes.adopt(desired(2, "{}", "[]"));
        assertRetry(1, 30);
        assertThat(configured).containsExactly(1, 1);
    }

    @Test
    void aLineThatCannotBeAsDesiredDoesNotKeepTheOthersFromIt() {
        Response answer =
                wishes().adopt(
                                desired(
                                        1,
                                        "{}",
                                        "[{\"line\":1,\"retry_s\":0},{\"line\":2,\"retry_s\":15},"
                                                + "{\"line\":9,\"retry_s\":15}]"))
                        .orElseThrow();
        assertRetry(1, 30);
        assertRetry(2, 15);
        assertThat(answer.state()).isEqualTo("partly");
        assertThat(answer.results())
                .extracting(Response.Result::state)
                .containsExactly("refused", "done", "refused");
        assertThat(answer.results().get(0).why().orElseThrow()).contains("retry_s");
        assertThat(answer.results().get(2).why()).contains("There is no line 9.");
    }

    @Test
    void aSettingChangesTheLinesThatItConcernsAndGoesBack() {
        Wishes wishes = wishes();
        wishes.adopt(desired(1, "{\"retry\":\"20\"}", "[]"));
        assertRetry(2, 20);
        assertThat(configured).containsExactly(2);

        wishes.adopt(desired(2, "{}", "[]"));
        assertRetry(2, 30);
        assertThat(configured).containsExactly(2, 2);
    }

    @Test
    void aLinesOwnWishGoesBeforeASetting() {
        Wishes wishes = wishes();
        wishes.adopt(desired(1, "{\"retry\":\"20\"}", "[{\"line\":2,\"retry_s\":15}]"));
        assertRetry(2, 15);
        wishes.adopt(desired(2, "{\"retry\":\"20\"}", "[]"));
        assertRetry(2, 20);
    }

    @Test
    void aSettingThatNobodyTakesIsRefusedAndTheLinesAreStillDone() {
        Response answer =
                wishes().adopt(desired(1, "{\"stray\":\"1\"}", "[{\"line\":1,\"retry_s\":15}]"))
                        .orElseThrow();
        assertThat(answer.results().get(0).why()).contains("x4u.cfg: nobody takes stray");
        assertRetry(1, 15);
    }

    @Test
    void settingsNeedFiles() {
        files = Optional.empty();
        Response answer = wishes().adopt(desired(1, "{\"retry\":\"20\"}", "[]")).orElseThrow();
        assertThat(answer.state()).isEqualTo("refused");
    }

    @Test
    void anOldWishIsNoNewsAndTheOneThatStandsIsTakenUpOnceAfterAStart() {
        Wishes wishes = wishes();
        Desired standing = desired(3, "{\"retry\":\"20\"}", "[{\"line\":1,\"retry_s\":15}]");
        assertThat(wishes.adopt(standing)).isPresent();
        assertThat(wishes.adopt(standing)).isEmpty();
        assertThat(wishes.adopt(desired(2, "{}", "[]"))).isEmpty();

        // The phone starts again, and its files have changed meanwhile: all lines are as they say.
        read(Map.of()).lines().forEach(each -> now.put(each.line(), each));
        Wishes after = wishes();
        assertThat(after.adopt(standing)).isPresent();
        assertRetry(1, 15);
        assertRetry(2, 20);
        assertThat(after.adopt(standing)).isEmpty();
    }

    @Test
    void whatWasDamagedOnTheDiskIsTakenOverAnew() throws IOException {
        Files.writeString(home.resolve("desired"), "{\"version\":7,\"lines\":");
        assertThat(wishes().adopt(desired(1, "{}", "[]"))).isPresent();
    }
}
