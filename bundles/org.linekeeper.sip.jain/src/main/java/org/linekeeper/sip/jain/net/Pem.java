// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One part of a PEM file (RFC 7468).
 *
 * @param label such as {@code CERTIFICATE}
 */
record Pem(String label, byte[] content) {
    /** The authorities that a whole operating system trusts are a quarter of it. */
    private static final int MAX_BYTES = 1024 * 1024;

    private static final Pattern PART =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    /**
     * All parts of a file; text between them is skipped.
     *
     * @throws IOException with a sentence that names the file
     */
    static List<Pem> read(Path file) throws IOException {
        List<Pem> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(text(file));
        while (matcher.find()) {
            try {
                byte[] content = Base64.getMimeDecoder().decode(matcher.group(2).strip());
                parts.add(new Pem(matcher.group(1), content));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": part " + (parts.size() + 1) + " is not base64", e);
            }
        }
        return parts;
    }

    private static String text(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read", e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException(file + ": over 1 MiB");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
