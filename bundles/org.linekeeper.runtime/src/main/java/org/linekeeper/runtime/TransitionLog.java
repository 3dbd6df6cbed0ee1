// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.event.LineStateChanged;

/**
 * Transitions on the disk, one line each with a checksum in front, forced before anybody hears of
 * them. What was cut off in the middle of a line is dropped at the next start.
 */
final class TransitionLog implements AutoCloseable {
    private static final long COMPACT_AT_BYTES = 1 << 20;

    private final Path path;
    private FileChannel channel;

    private TransitionLog(Path path) {
        this.path = path;
    }

    /**
     * Opens the log.
     *
     * @param found gets what the log holds, oldest first
     */
    static TransitionLog open(Path path, List<LineStateChanged> found) throws IOException {
        TransitionLog log = new TransitionLog(path);
        if (Files.exists(path)) {
            try (BufferedReader reader =
                    Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    Optional<LineStateChanged> change = parse(line);
                    if (change.isEmpty()) {
                        break;
                    }
                    found.add(change.get());
                }
            }
        }
        // Written anew, so that nothing is ever appended behind a torn line.
        log.rewrite(found);
        return log;
    }

    private static Optional<LineStateChanged> parse(String line) {
        if (line.length() < 10 || line.charAt(8) != ' ') {
            return Optional.empty();
        }
        byte[] raw = line.substring(9).getBytes(StandardCharsets.ISO_8859_1);
        String text = new String(raw, StandardCharsets.UTF_8);
        return line.startsWith(AtomicFile.checksum(text))
                ? TransitionText.read(text)
                : Optional.empty();
    }

    /** Appends and forces. */
    void append(List<LineStateChanged> changes) throws IOException {
        write(channel, changes);
        channel.force(false);
    }

    boolean isLarge() throws IOException {
        return channel.size() > COMPACT_AT_BYTES;
    }

    /** Leaves only these, oldest first. */
    void rewrite(List<LineStateChanged> kept) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(beside);
        FileChannel next =
                FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        write(next, kept);
        next.force(true);
        Files.move(
                beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (channel != null) {
            channel.close();
        }
        channel = next;
    }

    private static void write(FileChannel to, List<LineStateChanged> changes) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        int size = 0;
        for (LineStateChanged change : changes) {
            String text = TransitionText.write(change);
            byte[] line =
                    (AtomicFile.checksum(text) + " " + text + "\n")
                            .getBytes(StandardCharsets.UTF_8);
            lines.add(line);
            size += line.length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        lines.forEach(buffer::put);
        buffer.flip();
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
