// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.policy.Request;
import org.linekeeper.api.sip.LineSignalling;
import org.linekeeper.lab.server.PocketServer;

class InstanceIdTest {
    private static final String ONE = "11111111-2222-4333-8444-555555555555";
    private static final String TWO = "22222222-2222-4333-8444-555555555555";
    @TempDir private Path folder;

    @Test
    void isMadeOnceAndKept() throws IOException {
        Path home = folder.resolve("not/yet/there");
        assertThat(InstanceId.keptIn(home, () -> ONE)).isEqualTo(ONE);
        assertThat(InstanceId.keptIn(home, () -> TWO)).isEqualTo(ONE);
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).as("nothing else is left").hasSize(1);
        }
        assertThat(home.resolve("instance-id")).hasContent(ONE + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", ONE + ONE, "\0\0\0\0"})
    void isMadeAnewWhenItCannotBeRead(String content) throws IOException {
        Files.writeString(folder.resolve("instance-id"), content);
        assertThat(InstanceId.keptIn(folder, () -> TWO)).isEqualTo(TWO);
        assertThat(InstanceId.keptIn(folder, () -> ONE)).isEqualTo(TWO);
    }

    @Test
    void aFileLargerThanAnyIdIsNotRead() throws IOException {
        Files.writeString(folder.resolve("instance-id"), ONE + " ".repeat(1_000_000));
        assertThat(InstanceId.keptIn(folder, () -> TWO)).isEqualTo(TWO);
    }

    @Test
    void withoutADiskItIsForOneRun() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(InstanceId.keptIn(file, () -> TWO)).isEqualTo(TWO);
    }

    @Test
    void everyStartRegistersWithIt() {
        try (PocketServer server = PocketServer.start("a")) {
            registers(server);
            registers(server);
            List<String> contacts =
                    server.received("REGISTER").stream()
                            .map(r -> r.message().first("Contact").orElseThrow())
                            .map(contact -> contact.substring(contact.indexOf("+sip.instance")))
                            .toList();
            assertThat(contacts).hasSize(2);
            assertThat(contacts.get(0))
                    .matches("\\+sip\\.instance=\"<urn:uuid:[0-9a-f-]{36}>\"")
                    .isEqualTo(contacts.get(1))
                    .doesNotContain("reg-id");
        }
    }

    private void registers(PocketServer server) {
        Settings settings =
                new Settings(
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        folder);
        int before = server.received("REGISTER").size();
        JainSignalling signalling = new JainSignalling(settings, "1");
        try (LineSignalling line = signalling.open(Phone.config(), event -> {})) {
            line.send(1, new Request.Register("r", 600), Phone.hop(server), Budget.sends(4));
            server.awaitReceived("REGISTER", before + 1, Phone.SOON);
        } finally {
            signalling.close();
        }
    }
}
