// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.config.ConfigWriter;
import org.linekeeper.api.config.Writing;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.StaticRecord;

class ConvertTest {
    @TempDir Path directory;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

    @Test
    void aTranslationThatLosesNothingIsExitZero() throws IOException {
        assertThat(convert("beta\nline 1 a.example\nline 2 b.example", "alpha", false)).isZero();
        assertThat(text(bytes)).isEqualTo("alpha\nline 1 a.example\nline 2 b.example");
        assertThat(text(complaints)).isEmpty();
    }

    @Test
    void aPasswordThatIsLeftOutIsNamedAndNotCounted() throws IOException {
        String file = "beta\nline 1 a.example\npassword hunter2";
        assertThat(convert(file, "ALPHA", false)).isZero();
        assertThat(text(bytes)).isEqualTo("alpha\nline 1 a.example");
        assertThat(text(complaints))
                .isEqualTo(
                        "linekeeper: line 1: the password is left out; --with-secrets writes it\n");
    }

    @Test
    void aPasswordThatTheTargetCannotSayIsLostAndNotShown() throws IOException {
        // The writer of gamma has no place for one.
        assertThat(convert("beta\nline 1 a.example\npassword hunter2", "gamma", true)).isEqualTo(1);
        assertThat(text(complaints))
                .isEqualTo("linekeeper: line 1: password = ***: gamma leaves it out\n");
    }

    @Test
    void withSecretsItIsWritten() throws IOException {
        assertThat(convert("beta\nline 1 a.example\npassword hunter2", "alpha", true)).isZero();
        assertThat(text(bytes)).isEqualTo("alpha\nline 1 a.example\npassword hunter2");
        assertThat(text(complaints)).isEmpty();
    }

    @Test
    void whatTheTargetReadsOtherwiseIsLostKeyByKey() throws IOException {
        // The writer of delta knows one line, and one server.
        assertThat(convert("beta\nline 1 a.example\nline 7 b.example", "delta", false))
                .isEqualTo(1);
        assertThat(text(complaints))
                .isEqualTo(
                        """
                        linekeeper: line 1: servers[0].address = "a.example": delta makes it "d"
                        linekeeper: line 7: delta leaves it out
                        """);
        assertThat(text(bytes)).isEqualTo("delta\nline 1 d");
    }

    @Test
    void aVendorThatNobodyWritesIsRefusedWithThoseThatThereAre() throws IOException {
        assertThat(convert("beta\nline 1 a.example", "omega", false)).isEqualTo(2);
        assertThat(text(complaints))
                .isEqualTo(
                        "linekeeper: nobody here writes the files of omega;"
                                + " there are: alpha, broken, delta, gamma\n");
        assertThat(text(bytes)).isEmpty();
    }

    @Test
    void aRefusedFileGivesItsErrors() throws IOException {
        assertThat(convert("beta\nrefuse Key", "alpha", false)).isEqualTo(2);
        assertThat(text(complaints)).endsWith("phone.cfg:2: Key = 7: is wrong\n");
        assertThat(text(bytes)).isEmpty();
    }

    @Test
    void aTextThatTheTargetWouldRefuseIsNotPrinted() throws IOException {
        assertThat(convert("beta\nline 1 a.example", "broken", false)).isEqualTo(2);
        assertThat(text(complaints))
                .isEqualTo(
                        "linekeeper: broken would refuse the translation:2: Key = 7: is wrong\n");
        assertThat(text(bytes)).isEmpty();
    }

    /** Writes what the adapter of that vendor reads, as far as the vendor can say it. */
    private record FakeWriter(String vendor) implements ConfigWriter {
        @Override
        public Writing write(
                List<LineConfig> lines, List<StaticRecord> staticDns, boolean withSecrets) {
            LineConfig first = lines.get(0);
            StringBuilder text = new StringBuilder(vendor);
            switch (vendor) {
                case "broken" -> text.append("\nrefuse Key");
                case "delta" -> text.append("\nline 1 d");
                default ->
                        lines.forEach(
                                line ->
                                        text.append("\nline ")
                                                .append(line.line())
                                                .append(' ')
                                                .append(line.servers().get(0).address()));
            }
            boolean says = withSecrets && vendor.equals("alpha") && !first.password().isEmpty();
            if (says) {
                text.append("\npassword ").append(first.password().reveal());
            }
            boolean keepsBack = !withSecrets && !first.password().isEmpty();
            return new Writing(text.toString(), keepsBack ? Set.of(first.line()) : Set.of());
        }
    }

    private int convert(String content, String to, boolean withSecrets) throws IOException {
        Path file = java.nio.file.Files.writeString(directory.resolve("phone.cfg"), content);
        List<String> vendors = List.of("alpha", "beta", "broken", "delta", "gamma");
        Files files =
                new Files(
                        vendors.stream()
                                .<org.linekeeper.api.config.ConfigAdapter>map(FakeAdapter::new)
                                .toList());
        List<ConfigWriter> writers =
                vendors.stream()
                        .filter(vendor -> !vendor.equals("beta"))
                        .<ConfigWriter>map(FakeWriter::new)
                        .toList();
        Settings settings =
                new Settings(
                        "convert",
                        List.of(file.toString()),
                        Optional.empty(),
                        Map.of(),
                        false,
                        "none",
                        Optional.empty(),
                        Optional.empty(),
                        to,
                        withSecrets);
        PrintStream err = new PrintStream(complaints, true, StandardCharsets.UTF_8);
        return new Convert(files, writers, settings, new PrintStream(bytes), err).run();
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
