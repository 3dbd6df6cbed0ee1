// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's texts: each that is asked for is there in each language, and no other. */
class TranslationsTest {
    private static final Path WEB = Path.of("src/main/resources/web");

    /** {@code t('a.key'} says a text, {@code k('a.key'} marks a key that is said later. */
    private static final Pattern ASKED = Pattern.compile("\\b[tk]\\(\\s*'([^']+)'");

    private static final Pattern HOLE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

    /** What is the same in both languages: units, names and signs. */
    private static final Set<String> WITHOUT_CHINESE =
            Set.of("letter.disabled", "letter.unknown", "overview.percent");

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void eachTextThatThePageAsksForIsThereAndNoOther(String language) throws IOException {
        assertThat(texts(language).keySet()).containsExactlyInAnyOrderElementsOf(asked());
    }

    @Test
    void aTextHasTheSamePlaceholdersInEachLanguage() throws IOException {
        Map<String, JsonElement> english = texts("en").asMap();
        texts("zh")
                .asMap()
                .forEach(
                        (key, chinese) ->
                                assertThat(holes(chinese))
                                        .as(key)
                                        .isEqualTo(holes(english.get(key))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void aTextThatDependsOnANumberHasOneForAllOthers(String language) throws IOException {
        texts(language).asMap().values().stream()
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject)
                .forEach(
                        forms -> {
                            assertThat(forms.keySet()).contains("other").isSubsetOf("one", "other");
                            assertThat(holes(forms)).contains("count");
                        });
    }

    @Test
    void chineseTextsAreChinese() throws IOException {
        List<String> not =
                texts("zh").asMap().entrySet().stream()
                        .filter(text -> !CHINESE.matcher(text.getValue().toString()).find())
                        .map(Map.Entry::getKey)
                        .toList();
        assertThat(not).containsExactlyInAnyOrderElementsOf(WITHOUT_CHINESE);
    }

    private static Set<String> asked() throws IOException {
        try (Stream<Path> files = Files.walk(WEB.resolve("app"))) {
            return files.filter(file -> file.toString().endsWith(".js"))
                    .flatMap(file -> ASKED.matcher(read(file)).results())
                    .map(match -> match.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static JsonObject texts(String language) throws IOException {
        String json = read(WEB.resolve("i18n/" + language + ".json"));
        return JsonParser.parseString(json).getAsJsonObject();
    }

    /** Of all forms of a text together. */
    private static Set<String> holes(JsonElement text) {
        return HOLE.matcher(text.toString())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
