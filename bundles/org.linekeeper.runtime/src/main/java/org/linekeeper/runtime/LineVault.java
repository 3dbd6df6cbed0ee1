// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.linekeeper.api.line.Secret;

/** Passwords of lines, each in a file that only the owner can read. */
final class LineVault {
    private final Path directory;

    /** Passwords below {@code home}; the directory is made when it is needed. */
    LineVault(Path home) {
        this.directory = home.resolve("secrets");
    }

    Secret load(int line) {
        try {
            return Secret.of(Files.readString(file(line), StandardCharsets.UTF_8));
        } catch (NoSuchFileException none) {
            return Secret.NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void save(int line, Secret password) {
        try {
            if (password.isEmpty()) {
                Files.deleteIfExists(file(line));
                return;
            }
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Path beside = directory.resolve("line-" + line + ".new");
            Files.deleteIfExists(beside);
            var ownerOnly =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"));
            try (var channel =
                    FileChannel.open(
                            beside,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            ownerOnly)) {
                ByteBuffer text = StandardCharsets.UTF_8.encode(password.reveal());
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                // Before the rename: a power cut leaves the old password or the new one.
                channel.force(true);
            }
            Files.move(
                    beside,
                    file(line),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(int line) {
        return directory.resolve("line-" + line);
    }
}
