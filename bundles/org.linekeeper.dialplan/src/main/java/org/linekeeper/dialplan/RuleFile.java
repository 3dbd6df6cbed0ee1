// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.linekeeper.api.config.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of a file, which follow it: a changed file is taken up as a whole or not at all. {@link
 * #look} is for one thread, everything else for any.
 */
final class RuleFile {
    private static final Logger LOG = LoggerFactory.getLogger(RuleFile.class);

    private final Path path;
    private final Optional<Finding> refusal;
    private volatile RuleBook rules = RuleBook.EMPTY;
    private Optional<Stamp> taken;
    private Optional<Stamp> seen;

    /** How a file's state is told from an earlier one without reading it; empty = it is gone. */
    private record Stamp(FileTime changed, long size, Optional<Object> id) {
        static Optional<Stamp> of(Path path) {
            try {
                BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
                return Optional.of(
                        new Stamp(
                                now.lastModifiedTime(),
                                now.size(),
                                Optional.ofNullable(now.fileKey())));
            } catch (IOException gone) {
                return Optional.empty();
            }
        }
    }

    /** Reads the file, which may be refused: see {@link #refusal}. */
    RuleFile(Path path) {
        this.path = path;
        this.taken = Stamp.of(path);
        this.seen = taken;
        this.refusal = take();
    }

    RuleBook rules() {
        return rules;
    }

    /** Why the file could not be read at first. */
    Optional<Finding> refusal() {
        return refusal;
    }

    /**
     * Takes the file up if it has changed, and has stayed as it is since the last look: one that is
     * still being written has not.
     */
    void look() {
        Optional<Stamp> now = Stamp.of(path);
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(taken)) {
            taken = now;
            take().ifPresent(why -> LOG.warn("{}; the rules in force stay", why));
        }
    }

    /** The new rules come into force, or it says why not. */
    private Optional<Finding> take() {
        try {
            RuleBook read = RuleParser.parse(path.toString(), content());
            rules = read;
            LOG.info("{}: {} rule(s) in force", path, read.rules().size());
            return Optional.empty();
        } catch (UnreadableRules e) {
            return Optional.of(e.finding());
        } catch (IOException e) {
            return Optional.of(new Finding(path.toString(), 0, "", "", sentence(e), ""));
        }
    }

    private byte[] content() throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            // Reading a pipe would wait for its writer.
            throw new IOException("it is no regular file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            // One byte more than allowed: the parser sees that it is too large.
            return in.readNBytes(RuleParser.MAX_BYTES + 1);
        }
    }

    private static String sentence(IOException trouble) {
        if (trouble instanceof NoSuchFileException) {
            return "There is no such file.";
        }
        if (trouble instanceof AccessDeniedException) {
            return "The file cannot be read: permission denied.";
        }
        return "The file cannot be read: " + trouble.getMessage() + ".";
    }
}
