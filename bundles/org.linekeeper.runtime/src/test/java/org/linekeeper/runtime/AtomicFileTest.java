// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {
    @TempDir Path home;

    private Path path;
    private AtomicFile file;

    @BeforeEach
    void open() {
        path = home.resolve("state");
        file = new AtomicFile(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "two\nlines\n", "ünïcödé \u20ac \ud83d\udcde", "\0"})
    void whatIsWrittenIsRead(String content) throws IOException {
        file.write("before");
        file.write(content);
        assertThat(file.read()).contains(content);
    }

    @Test
    void noFileIsNoContent() throws IOException {
        assertThat(file.read()).isEmpty();
        file.write("text");
        file.delete();
        file.delete();
        assertThat(file.read()).isEmpty();
    }

    @Test
    void aDamagedByteIsNoticedWhereverItIs() throws IOException {
        file.write("a longer text");
        byte[] whole = Files.readAllBytes(path);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(path, damaged);
            assertThatThrownBy(file::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aTruncatedFileIsNoticedWhereverItEnds() throws IOException {
        file.write("a longer text");
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThatThrownBy(file::read)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws IOException {
        try (RandomAccessFile large = new RandomAccessFile(path.toFile(), "rw")) {
            large.setLength((4L << 20) + 1);
        }
        assertThatThrownBy(file::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("larger than anything written here");
    }

    @Test
    void aDirectoryInItsPlaceIsATroubleNotABug() throws IOException {
        Files.createDirectory(path);
        assertThatThrownBy(file::read).isInstanceOf(IOException.class);
        Files.createDirectory(path.resolve("full"));
        assertThatThrownBy(() -> file.write("text")).isInstanceOf(IOException.class);
    }

    @Test
    void whatAPowerCutLeftBesideItIsOfNoAccount() throws IOException {
        file.write("old");
        Files.writeString(home.resolve("state.new"), "half of a lon");
        assertThat(file.read()).contains("old");
        file.write("new");
        assertThat(file.read()).contains("new");
    }
}
