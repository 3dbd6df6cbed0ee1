// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The secret that lets a client in from outside loopback; it never prints. */
public final class Token {
    private static final int RANDOM_BYTES = 32;
    private static final int MIN_CHARACTERS = 16;
    private static final int MAX_BYTES = 1024;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final byte[] value;

    private Token(byte[] value) {
        this.value = value;
    }

    /**
     * The token of a home directory, made on first use.
     *
     * @throws IOException with one sentence when it cannot be read, made or trusted
     */
    public static Token in(Path home) throws IOException {
        Path file = home.resolve("token");
        try {
            Files.createDirectories(home);
            create(file);
        } catch (FileAlreadyExistsException e) {
            // An earlier run made it.
        } catch (IOException e) {
            throw new IOException("The access token " + file + " cannot be written.", e);
        }
        return read(file);
    }

    private static void create(Path file) throws IOException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static Token read(Path file) throws IOException {
        String text;
        try {
            if (!Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            }
            text = Files.size(file) > MAX_BYTES ? "" : Files.readString(file).strip();
        } catch (IOException e) {
            throw new IOException("The access token " + file + " cannot be read.", e);
        }
        if (text.length() < MIN_CHARACTERS) {
            throw new IOException(
                    "The access token "
                            + file
                            + " has to have "
                            + MIN_CHARACTERS
                            + " to "
                            + MAX_BYTES
                            + " characters.");
        }
        return new Token(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether an Authorization header, null without one, shows this token (RFC 6750). */
    public boolean isShownIn(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return false;
        }
        byte[] shown = authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8);
        // Takes as long for a near miss as for a far one.
        return MessageDigest.isEqual(value, shown);
    }
}
