// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A small file that is whole at every moment: written beside, forced, then renamed, with a checksum
 * in its first line. A power cut leaves the old content or the new one.
 */
final class AtomicFile {
    private static final long MOST_BYTES = 4 << 20;

    private final Path path;

    AtomicFile(Path path) {
        this.path = path;
    }

    /** The content; empty if there is no file. Throws if there is one that is not whole. */
    Optional<String> read() throws IOException {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new IOException(path + " is larger than anything written here");
            }
            String all = Files.readString(path, StandardCharsets.UTF_8);
            int end = all.indexOf('\n');
            String content = all.substring(end + 1);
            if (end < 0 || !all.substring(0, end).equals(checksum(content))) {
                throw new IOException(path + " is damaged: its checksum is wrong");
            }
            return Optional.of(content);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    void write(String content) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        byte[] bytes = (checksum(content) + "\n" + content).getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel =
                FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(
                beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(path.toAbsolutePath().getParent());
    }

    /** Takes it away; does nothing if there is none. */
    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    /** The rename itself must reach the disk, too. */
    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static String checksum(String content) {
        CRC32C crc = new CRC32C();
        crc.update(content.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
