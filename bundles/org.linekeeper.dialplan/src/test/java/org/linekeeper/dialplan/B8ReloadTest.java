// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.config.Finding;

/** The rules in force are those of the file as it last was when it could be read. */
class B8ReloadTest {
    @TempDir Path directory;

    private Path path;
    private long writes;

    @BeforeEach
    void start() throws IOException {
        path = directory.resolve("plan.rules");
        write("one");
    }

    private static String rule(String user) {
        return "[Deploy Patterns]\nTo = sip:" + user + "@192.0.2.1\n";
    }

    private void write(String user) throws IOException {
        writeText(rule(user));
    }

    /** Each with a time of its own, however fast the test is. */
    private void writeText(String text) throws IOException {
        Files.writeString(path, text);
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000 + 1000 * writes++));
    }

    private static String user(RuleFile file) {
        String uri = file.rules().plan(Rules.digits("200")).destinations().get(0).uri();
        return uri.substring("sip:".length(), uri.indexOf('@'));
    }

    private static void lookTwice(RuleFile file) {
        file.look();
        file.look();
    }

    @Test
    void B8_aChangedFileIsTakenUpOnceItHasSettled() throws IOException {
        RuleFile file = new RuleFile(path);
        assertThat(file.refusal()).isEmpty();
        assertThat(user(file)).isEqualTo("one");
        write("two");
        file.look();
        assertThat(user(file)).as("may still be written").isEqualTo("one");
        write("three");
        file.look();
        assertThat(user(file)).as("was still written").isEqualTo("one");
        file.look();
        assertThat(user(file)).isEqualTo("three");
    }

    @Test
    void B8_anUnchangedFileIsNotReadAgain() {
        RuleFile file = new RuleFile(path);
        RuleBook before = file.rules();
        lookTwice(file);
        lookTwice(file);
        assertThat(file.rules()).isSameAs(before);
    }

    @Test
    void B8_aFileThatIsReplacedByAnotherIsTakenUp() throws IOException {
        RuleFile file = new RuleFile(path);
        Path other = Files.writeString(directory.resolve("other"), rule("two"));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(path));
        Files.move(other, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        lookTwice(file);
        assertThat(user(file)).isEqualTo("two");
    }

    @Test
    void B8_aBadFileLeavesTheRulesInForceAsAWhole() throws IOException {
        RuleFile file = new RuleFile(path);
        writeText(rule("two") + "[Deploy Patterns]\nTo = nonsense\n");
        lookTwice(file);
        assertThat(user(file)).isEqualTo("one");
        assertThat(file.refusal()).as("is about the start").isEmpty();
        write("three");
        lookTwice(file);
        assertThat(user(file)).isEqualTo("three");
    }

    @Test
    void B8_aMissingFileLeavesTheRulesInForce() throws IOException {
        RuleFile file = new RuleFile(path);
        Files.delete(path);
        lookTwice(file);
        assertThat(user(file)).isEqualTo("one");
        write("two");
        lookTwice(file);
        assertThat(user(file)).isEqualTo("two");
    }

    @Test
    void B8_aBadFileAtTheStartIsSaidAndMended() throws IOException {
        writeText("[Deploy Patterns]\nTo = nonsense\n");
        RuleFile file = new RuleFile(path);
        assertThat(file.refusal().map(Finding::toString))
                .contains(
                        path
                                + ":2: To = nonsense: nonsense is no sip: URI with a host, of up to 256 characters");
        assertThat(file.rules()).isEqualTo(RuleBook.EMPTY);
        write("two");
        lookTwice(file);
        assertThat(user(file)).isEqualTo("two");
        assertThat(file.refusal()).as("is about the start").isPresent();
    }

    @Test
    void whatIsNoFileAtTheStartIsSaid() throws IOException {
        Path none = directory.resolve("none");
        assertThat(sentence(none)).isEqualTo(none + ": There is no such file.");
        assertThat(sentence(directory))
                .isEqualTo(directory + ": The file cannot be read: it is no regular file.");
        Path large = directory.resolve("large");
        Files.write(large, new byte[RuleParser.MAX_BYTES + 1]);
        assertThat(sentence(large)).isEqualTo(large + ": The file is larger than 1 MiB.");
    }

    private static String sentence(Path path) {
        return new RuleFile(path).refusal().orElseThrow().toString();
    }
}
