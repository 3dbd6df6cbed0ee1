// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.linekeeper.api.config.ConfigAdapter;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Reading;
import org.linekeeper.api.config.Writing;
import org.linekeeper.config.fanvil.FanvilAdapter;
import org.linekeeper.config.flyingvoice.FlyingvoiceAdapter;
import org.linekeeper.config.kit.json.ReadingJson;
import org.linekeeper.config.yealink.YealinkAdapter;

/** Every vendor's examples in our own format. */
class TranslationTest {
    private static final Path EXAMPLES = Path.of("..", "..", "examples");
    private static final List<ConfigAdapter> ADAPTERS =
            List.of(
                    new FanvilAdapter(),
                    new FlyingvoiceAdapter(),
                    new GenericAdapter(),
                    new YealinkAdapter());

    static List<Path> examples() throws IOException {
        List<Path> all = new ArrayList<>();
        for (ConfigAdapter adapter : ADAPTERS) {
            try (var files = Files.list(EXAMPLES.resolve(adapter.vendor()))) {
                files.sorted().forEach(all::add);
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void eachAdapterKnowsItsOwnExamplesAndNoOthers(Path example) throws IOException {
        ConfigFile file = file(example);
        assertThat(ADAPTERS)
                .filteredOn(adapter -> adapter.recognises(file))
                .extracting(ConfigAdapter::vendor)
                .containsExactly(vendor(example));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aTranslationSaysTheSame(Path example) throws IOException {
        ConfigAdapter adapter =
                ADAPTERS.stream()
                        .filter(each -> each.vendor().equals(vendor(example)))
                        .findFirst()
                        .orElseThrow();
        Reading said = adapter.read(List.of(file(example)), Map.of());
        Writing writing = new GenericWriter().write(said.lines(), said.staticDns(), true);
        assertThat(ADAPTERS)
                .filteredOn(each -> each.recognises(Phone.file(writing.text())))
                .extracting(ConfigAdapter::vendor)
                .containsExactly("generic");
        Reading heard = Phone.read(writing.text());
        assertThat(said.lines()).isNotEmpty();
        assertThat(heard.lines()).isEqualTo(said.lines());
        assertThat(heard.warnings()).isEmpty();
        // What check --json prints, but for the warnings.
        assertThat(ReadingJson.write("a", "b", heard))
                .isEqualTo(
                        ReadingJson.write(
                                "a",
                                "b",
                                new Reading(said.lines(), said.staticDns(), List.of(), List.of())));
    }

    private static String vendor(Path example) {
        return example.getParent().getFileName().toString();
    }

    private static ConfigFile file(Path path) throws IOException {
        return new ConfigFile(path.toString(), Files.readAllBytes(path));
    }
}
