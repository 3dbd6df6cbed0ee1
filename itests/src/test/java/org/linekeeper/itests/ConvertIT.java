// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.rules.TemporaryFolder;

/** {@code linekeeper convert}: every vendor's examples in our own form, and what it refuses. */
@Category(Full.class)
public class ConvertIT {
    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private Command.Ended linekeeper(String... words) throws IOException, InterruptedException {
        return Command.run(folder.getRoot().toPath(), words);
    }

    private static Path examples() {
        return ImageFiles.root().resolve("examples");
    }

    /** What check prints of these files, one process for all of them. */
    private List<JsonObject> checked(List<Path> files) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("check", "--json"));
        files.forEach(file -> words.add(file.toString()));
        Command.Ended ended = linekeeper(words.toArray(String[]::new));
        assertThat(ended.code()).as(ended.err()).isLessThan(2);
        return ended.out()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    /** What check prints of files and of their translations is equal, but for names, warnings. */
    private void assertTranslatedWhole(List<Path> files, String vendor, String to)
            throws Exception {
        List<Path> both = new ArrayList<>(files);
        for (Path file : files) {
            Command.Ended ended = linekeeper("convert", file.toString(), "--to", to);
            assertThat(ended.code()).as(file + ": " + ended.err()).isZero();
            both.add(Files.writeString(folder.newFile().toPath(), ended.out()));
        }
        List<JsonObject> said = checked(both);
        for (int i = 0; i < files.size(); i++) {
            JsonObject before = said.get(i);
            JsonObject after = said.get(files.size() + i);
            assertThat(before.get("vendor").getAsString()).isEqualTo(vendor);
            assertThat(after.get("vendor").getAsString()).isEqualTo(to);
            for (JsonObject object : List.of(before, after)) {
                List.of("file", "vendor", "warnings").forEach(object::remove);
            }
            assertThat(after).as(files.get(i).toString()).isEqualTo(before);
        }
    }

    private void assertAllTranslatedWhole(String vendor) throws Exception {
        try (Stream<Path> files = Files.list(examples().resolve(vendor))) {
            List<Path> all = files.sorted().toList();
            assertThat(all).isNotEmpty();
            assertTranslatedWhole(all, vendor, "generic");
        }
    }

    @Test
    public void aFanvilFileAndItsTranslationSayTheSame() throws Exception {
        assertAllTranslatedWhole("fanvil");
    }

    @Test
    public void aYealinkFileAndItsTranslationSayTheSame() throws Exception {
        assertAllTranslatedWhole("yealink");
    }

    @Test
    public void aFlyingvoiceFileAndItsTranslationSayTheSame() throws Exception {
        assertAllTranslatedWhole("flyingvoice");
    }

    @Test
    public void ourOwnFileComesBackAsItIs() throws Exception {
        assertAllTranslatedWhole("generic");
    }

    @Test
    public void everyVendorsOwnFormSaysWhatItsFilesSaid() throws Exception {
        assertTranslatedWhole(List.of(examples().resolve("fanvil/older.xml")), "fanvil", "fanvil");
        assertTranslatedWhole(
                List.of(examples().resolve("yealink/whole-example.cfg")), "yealink", "yealink");
        assertTranslatedWhole(
                List.of(examples().resolve("flyingvoice/lab.cfg")), "flyingvoice", "flyingvoice");
    }

    @Test
    public void whatAVendorCannotSayIsNamedKeyByKey() throws Exception {
        String file = examples().resolve("generic/office.toml").toString();
        Command.Ended ended = linekeeper("convert", file, "--to", "fanvil", "--with-secrets");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).startsWith("<<VOIP CONFIG FILE>>");
        assertThat(ended.err())
                .contains(
                        "line 1: servers[2] = 192.0.2.40: fanvil leaves it out\n",
                        "line 1: heartbeat = {",
                        "line 2: redundancy.registration = \"concurrent\":"
                                + " fanvil makes it \"successive\"\n")
                .doesNotContain("password", "secret");
        assertThat(ended.err().lines()).allMatch(line -> line.startsWith("linekeeper: "));
    }

    @Test
    public void aPasswordIsWrittenOnlyWhenAskedFor() throws Exception {
        String file = examples().resolve("fanvil/x4u.cfg").toString();
        Command.Ended without = linekeeper("convert", file, "--to", "generic");
        assertThat(without.out()).doesNotContain("secret").contains("[[line]]");
        assertThat(without.err())
                .isEqualTo(
                        "linekeeper: line 1: the password is left out;"
                                + " --with-secrets writes it\n");
        Command.Ended with = linekeeper("convert", file, "--to", "generic", "--with-secrets");
        assertThat(with.out()).contains("password = \"secret\"");
        assertThat(with.err()).isEmpty();
    }

    @Test
    public void whatCannotBeDoneIsRefusedInOneSentence() throws Exception {
        String file = examples().resolve("generic/lab.toml").toString();
        linekeeper("convert", file, "--to", "nobody")
                .assertRefusedInOneSentence("nobody", "there are: ", "generic");
        linekeeper("convert", file).assertRefusedInOneSentence("--to VENDOR");
        linekeeper("convert", file, file, "--to", "generic")
                .assertRefusedInOneSentence("one config file");
        Path typo = folder.getRoot().toPath().resolve("typo.toml");
        Files.writeString(typo, "[[line]]\nline = 1\nusr = \"100\"\n");
        linekeeper("convert", typo.toString(), "--to", "generic")
                .assertRefusedInOneSentence("typo.toml:3: line.usr", "did you mean user?");
    }
}
