// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a password file in mosquitto's format, one {@code name:hash} a line. It is looked at
 * for each login and read anew when it has changed; one that can no longer be read leaves in force
 * what was read last.
 */
public final class Passwords {
    private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);

    private static final long MAX_BYTES = 16 << 20;

    private final Path file;
    private Map<String, PasswordHash> users = Map.of();
    private Stamp read;

    private record Stamp(FileTime changed, long bytes) {}

    private Passwords(Path file, Stamp stamp) throws IOException {
        this.file = file;
        this.read = stamp;
        users = read();
    }

    /** The users of that file; empty if there is no such file. */
    public static Optional<Passwords> of(Path file) throws IOException {
        return Files.exists(file)
                ? Optional.of(new Passwords(file, stamp(file)))
                : Optional.empty();
    }

    /** Whether this is the user's password. */
    boolean fit(String user, String password) {
        Optional<PasswordHash> hash = Optional.ofNullable(users().get(user));
        return hash.isPresent() && hash.get().fits(password);
    }

    private synchronized Map<String, PasswordHash> users() {
        try {
            Stamp now = stamp(file);
            if (!now.equals(read)) {
                read = now;
                users = read();
                LOG.info("{} has changed: {} users", file, users.size());
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be read: {}", file, e.toString());
        }
        return users;
    }

    private static Stamp stamp(Path file) throws IOException {
        return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
    }

    private Map<String, PasswordHash> read() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than " + MAX_BYTES + " bytes.");
        }
        Map<String, PasswordHash> found = new HashMap<>();
        int number = 0;
        for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\\R")) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            String user = colon < 0 ? "" : line.substring(0, colon);
            Optional<PasswordHash> hash = PasswordHash.parse(line.substring(colon + 1).strip());
            if (hash.isEmpty() || Client.ofUser(user).isEmpty()) {
                LOG.warn("{}, line {}: no user of this broker; {}", file, number, why(hash));
                continue;
            }
            found.put(user, hash.get());
        }
        return found;
    }

    private static String why(Optional<PasswordHash> hash) {
        return hash.isEmpty()
                ? "mosquitto_passwd makes lines that are ($7$, at most "
                        + PasswordHash.MAX_ITERATIONS
                        + " iterations)"
                : "the name cannot stand in a topic or is one of ours";
    }
}
