// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain;

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
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The UUID of the device (RFC 5626 section 4.1), kept in a file: a registrar that sees it again
 * after a restart knows the binding of before as this phone's own.
 */
final class InstanceId {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceId.class);
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final int MAX_BYTES = 256;

    private InstanceId() {}

    static boolean isOne(String text) {
        return UUID.matcher(text).matches();
    }

    /** The one that {@code home} keeps or, if it keeps none, {@code fresh}, kept from now on. */
    static String keptIn(Path home, Supplier<String> fresh) {
        Path file = home.resolve("instance-id");
        try {
            Optional<String> known = read(file);
            if (known.isPresent()) {
                return known.get();
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read, the device gets a new id: {}", file, words(e));
        }
        String made = fresh.get();
        try {
            Files.createDirectories(home);
            write(file, made);
        } catch (IOException e) {
            LOG.warn("{} cannot be written, this id is for one run only: {}", file, words(e));
        }
        return made;
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            String text =
                    Files.size(file) > MAX_BYTES
                            ? ""
                            : new String(Files.readAllBytes(file), StandardCharsets.US_ASCII)
                                    .trim();
            if (!isOne(text)) {
                throw new IOException("it holds no UUID");
            }
            return Optional.of(text);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** Whole or not at all, whenever the power goes. */
    private static void write(Path file, String id) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String words(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
