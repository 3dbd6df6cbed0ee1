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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transitions on the disk, one line each with a checksum in front, forced before anybody hears of
 * them. What was cut off in the middle of the last line is dropped at the next start. For one
 * thread at a time.
 */
final class TransitionLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransitionLog.class);
    private static final long MOST_BYTES = 16 << 20;
    private static final long COMPACT_AT_BYTES = 1 << 20;

    private final Path path;
    private Optional<FileChannel> channel = Optional.empty();
    private long compactAtBytes = COMPACT_AT_BYTES;

    /**
     * What a log holds.
     *
     * @param changes oldest first, all of one epoch; empty if the log is damaged
     * @param epoch the newest that was seen in it; 0 = none
     */
    record Content(List<LineStateChanged> changes, long epoch) {
        /** A log that is not there, or of which nothing can be read. */
        static final Content NONE = new Content(List.of(), 0);
    }

    /** A log at this place; nothing is read or written yet. */
    TransitionLog(Path path) {
        this.path = path;
    }

    /** What is there; nothing, with a warning, if it is not what was written. */
    Content read() {
        try {
            if (!Files.exists(path)) {
                return Content.NONE;
            }
            if (Files.size(path) > MOST_BYTES) {
                throw new IOException(path + " is larger than anything written here");
            }
            try (BufferedReader lines =
                    Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
                return read(lines, isCutOff());
            }
        } catch (IOException e) {
            LOG.warn("transitions start afresh: {}", e.toString());
            return Content.NONE;
        }
    }

    private Content read(BufferedReader lines, boolean torn) throws IOException {
        List<LineStateChanged> found = new ArrayList<>();
        String line = lines.readLine();
        while (line != null) {
            Optional<LineStateChanged> change = parse(line).filter(c -> follows(found, c));
            String next = lines.readLine();
            if (change.isPresent()) {
                found.add(change.get());
            } else if (next != null || !torn) {
                // Numbers behind this place were given, and can no longer be known.
                long epoch = found.isEmpty() ? 0 : found.get(0).epoch();
                LOG.warn("transitions start afresh: {} is damaged", path);
                return new Content(List.of(), epoch);
            }
            line = next;
        }
        return new Content(found, found.isEmpty() ? 0 : found.get(0).epoch());
    }

    private static boolean follows(List<LineStateChanged> found, LineStateChanged next) {
        if (found.isEmpty()) {
            return true;
        }
        LineStateChanged last = found.get(found.size() - 1);
        return next.epoch() == last.epoch() && next.seq() > last.seq();
    }

    /** Whether the last line is without its end, as after a power cut. */
    private boolean isCutOff() throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return file.size() > 0 && file.read(last, file.size() - 1) == 1 && last.get(0) != '\n';
        }
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

    /** Appends and forces; {@link #needsRewrite} must not hold. */
    void append(LineStateChanged change) throws IOException {
        FileChannel open = channel.orElseThrow();
        write(open, List.of(change));
        open.force(false);
    }

    /** Whether the next change must come with all others: nothing is there yet, or too much. */
    boolean needsRewrite() throws IOException {
        return channel.isEmpty() || channel.get().size() > compactAtBytes;
    }

    /** Leaves only these, oldest first. */
    void rewrite(List<LineStateChanged> kept) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(beside);
        FileChannel next =
                FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            write(next, kept);
            next.force(true);
            Files.move(
                    beside,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            AtomicFile.forceDirectory(path.toAbsolutePath().getParent());
        } catch (IOException e) {
            next.close();
            throw e;
        }
        close();
        channel = Optional.of(next);
        // However much is kept: the log grows to twice that before it is written anew.
        compactAtBytes = Math.max(COMPACT_AT_BYTES, 2 * next.size());
    }

    /**
     * Gives up what is there, as numbers above it are in use: a start that finds no log gives none
     * of them again.
     */
    void discard() {
        try {
            close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.debug("an outdated log stays", e);
        }
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
        if (channel.isPresent()) {
            FileChannel open = channel.get();
            channel = Optional.empty();
            open.close();
        }
    }
}
