// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.config.Finding;
import org.linekeeper.api.line.LineConfig;

class FilesTest {
    @TempDir Path directory;

    private final FakeAdapter alpha = new FakeAdapter("alpha");
    private final FakeAdapter beta = new FakeAdapter("beta");
    private final Files files = new Files(List.of(beta, alpha));

    @Test
    void anOptionThatNoAdapterTakesIsRefused() throws IOException {
        String file = write("a.cfg", "alpha").toString();
        Files.Result result =
                files.read(List.of(file), Optional.empty(), Map.of("gamma.count", "1"));
        assertThat(result.reading().errors())
                .singleElement()
                .extracting(error -> error.message())
                .isEqualTo("no adapter here takes the option gamma.count; there are: alpha, beta");
    }

    @Test
    void emergencyNumbersAreForEachLineWhateverTheVendor() throws IOException {
        String file = write("a.cfg", "alpha\nline 1 a.example\nline 2 a.example").toString();
        Map<String, String> options = Map.of("emergency.numbers", "112,911,112");
        Files.Result result = files.read(List.of(file), Optional.empty(), options);
        assertThat(result.reading().lines())
                .hasSize(2)
                .allSatisfy(
                        line ->
                                assertThat(line.emergencyNumbers())
                                        .containsExactlyInAnyOrder("112", "911"));
    }

    @Test
    void emergencyNumbersThatAreNoneAreRefused() throws IOException {
        String file = write("a.cfg", "alpha\nline 1 a.example").toString();
        Map<String, String> options = Map.of("emergency.numbers", "112,police");
        Files.Result result = files.read(List.of(file), Optional.empty(), options);
        assertThat(result.reading().errors())
                .singleElement()
                .extracting(error -> error.message())
                .isEqualTo(
                        "emergency.numbers = 112,police is no list of up to 20 numbers: 112,911");
    }

    @Test
    void theAdapterThatRecognisesTheFileReadsIt() throws IOException {
        Files.Result result = read(Optional.empty(), write("a.cfg", "alpha\nline 1 a.example"));
        assertThat(result.vendor()).contains("alpha");
        assertThat(result.reading().lines()).extracting(LineConfig::line).containsExactly(1);
        assertThat(alpha.options()).containsEntry("alpha.key", "value");
    }

    @Test
    void severalFilesAreOnePhone() throws IOException {
        Files.Result result =
                read(
                        Optional.empty(),
                        write("a.cfg", "beta\nline 1 a.example"),
                        write("b.cfg", "beta\nline 2 b.example"));
        assertThat(result.reading().lines()).extracting(LineConfig::line).containsExactly(1, 2);
    }

    @Test
    void filesOfTwoFormsAreNoPhone() throws IOException {
        String second = write("b.cfg", "beta\nline 2 b.example");
        Files.Result result =
                read(Optional.empty(), write("a.cfg", "alpha\nline 1 a.example"), second);
        assertRefused(result, second, "is not in the form of the files before it, alpha's");
    }

    @Test
    void aVendorThatIsNamedIsNotDoubted() throws IOException {
        String file = write("a.cfg", "something\nline 1 a.example");
        assertThat(read(Optional.of("BETA"), file).vendor()).contains("beta");
    }

    @Test
    void aVendorThatThereIsNotIsRefusedWithThoseThatThereAre() throws IOException {
        String file = write("a.cfg", "alpha\n");
        assertRefused(
                read(Optional.of("gamma"), file),
                file,
                "no adapter is called gamma; there are: alpha, beta");
    }

    @Test
    void aFormThatNobodyKnowsIsRefused() throws IOException {
        String file = write("a.cfg", "gamma\n");
        assertRefused(
                read(Optional.empty(), file),
                file,
                "is in no form that is known here; known are the files of: alpha, beta");
    }

    @Test
    void whatCannotBeReadIsRefused() throws IOException {
        String missing = directory.resolve("missing").toString();
        assertRefused(read(Optional.empty(), missing), missing, "there is no such file");
        String folder = directory.toString();
        assertRefused(read(Optional.empty(), folder), folder, "cannot be read: Is a directory");
        Files.Result nul = read(Optional.empty(), "a\0b");
        assertThat(nul.reading().errors().get(0).message()).startsWith("cannot be read: ");
        assertThat(nul.vendor()).isEmpty();
    }

    @Test
    void aReadingThatIsRefusedHasNoVendor() throws IOException {
        Files.Result result = read(Optional.empty(), write("a.cfg", "alpha\nrefuse Key"));
        assertThat(result.vendor()).isEmpty();
        assertThat(result.reading().isRefused()).isTrue();
    }

    private Files.Result read(Optional<String> vendor, String... paths) {
        return files.read(List.of(paths), vendor, Map.of("alpha.key", "value"));
    }

    private String write(String name, String text) throws IOException {
        return java.nio.file.Files.writeString(directory.resolve(name), text).toString();
    }

    private static void assertRefused(Files.Result result, String file, String message) {
        assertThat(result.vendor()).isEmpty();
        assertThat(result.reading().errors())
                .containsExactly(new Finding(file, 0, "", "", message, ""));
    }
}
