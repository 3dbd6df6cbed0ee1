// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.api.line.Secret;

class LineVaultTest {
    @TempDir Path home;

    private LineVault vault;

    @BeforeEach
    void open() {
        vault = new LineVault(home);
    }

    @Test
    void passwordsAreKeptForEachLine() {
        vault.save(1, Secret.of("one"));
        vault.save(12, Secret.of("pässwörd\n"));
        assertThat(vault.load(1)).isEqualTo(Secret.of("one"));
        assertThat(vault.load(12)).isEqualTo(Secret.of("pässwörd\n"));
        assertThat(vault.load(2)).isEqualTo(Secret.NONE);
    }

    @Test
    void nothingIsMadeBeforeThereIsAPassword() {
        vault.save(1, Secret.NONE);
        assertThat(vault.load(1)).isEqualTo(Secret.NONE);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void onlyTheOwnerReads() throws IOException {
        vault.save(1, Secret.of("one"));
        // Also when something of another mode was left in the way.
        Files.writeString(home.resolve("secrets/line-1.new"), "left over");
        vault.save(1, Secret.of("two"));
        assertThat(mode("secrets")).isEqualTo("rwx------");
        assertThat(mode("secrets/line-1")).isEqualTo("rw-------");
        assertThat(vault.load(1)).isEqualTo(Secret.of("two"));
        try (var files = Files.list(home.resolve("secrets"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void anEmptyPasswordTakesTheFileAway() {
        vault.save(1, Secret.of("one"));
        vault.save(1, Secret.NONE);
        assertThat(home.resolve("secrets")).isEmptyDirectory();
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(path)));
    }
}
