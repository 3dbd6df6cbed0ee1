// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.config.Writing;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Secret;
import org.linekeeper.config.kit.json.LineConfigs;

class WriterTest {
    private static final YealinkAdapter ADAPTER = new YealinkAdapter();
    private static final YealinkWriter WRITER = new YealinkWriter();

    static Stream<Path> examples() throws IOException {
        return Files.list(Path.of("..", "..", "examples", "yealink"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsWrittenAsItWasRead(Path example) throws IOException {
        Reading said = read(Files.readAllBytes(example));
        Writing writing = WRITER.write(said.lines(), said.staticDns(), true);
        Reading heard = read(writing.text());
        assertThat(said.lines()).isNotEmpty();
        assertThat(heard.lines()).as(writing.text()).isEqualTo(said.lines());
        assertThat(heard.staticDns()).isEqualTo(said.staticDns());
        assertThat(writing.withoutPassword()).isEmpty();
    }

    @Provide
    Arbitrary<LineConfig> lines() {
        return LineConfigs.any();
    }

    /** What a phone of this vendor can be told at all, it is told the same way twice. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatIsLeftOfALineStays(@ForAll("lines") LineConfig line) {
        Reading once = written(List.of(line), true);
        assertThat(once.isRefused()).isFalse();
        Assume.that(!once.lines().isEmpty());
        Reading twice = written(once.lines(), true);
        assertThat(twice.lines()).isEqualTo(once.lines());
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void aPasswordIsWrittenOnlyWhenAskedFor(@ForAll("lines") LineConfig line) {
        LineConfig known = line.with(draft -> draft.password(Secret.of("hunter2")));
        Writing writing = WRITER.write(List.of(known), List.of(), false);
        assertThat(writing.text()).doesNotContain("hunter2");
        assertThat(writing.withoutPassword()).containsExactly(line.line());
    }

    private static Reading written(List<LineConfig> lines, boolean withSecrets) {
        return read(WRITER.write(lines, List.of(), withSecrets).text());
    }

    private static Reading read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Reading read(byte[] content) {
        ConfigFile file = new ConfigFile("phone", content);
        assertThat(ADAPTER.recognises(file)).isTrue();
        return ADAPTER.read(List.of(file), Map.of());
    }
}
