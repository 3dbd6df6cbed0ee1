// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.linekeeper.api.config.ConfigFile;

/**
 * The text of a config file: UTF-8 or, if it is not that, GB18030; without a byte order mark.
 *
 * @param name of the file
 * @param text all of it
 */
public record TextFile(String name, String text) {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    public TextFile {
        Objects.requireNonNull(name);
        Objects.requireNonNull(text);
    }

    /**
     * Decodes a file.
     *
     * @throws UnreadableFile if it is too large, empty, binary or in another encoding
     */
    public static TextFile of(ConfigFile file) throws UnreadableFile {
        byte[] bytes = file.content();
        if (bytes.length > ConfigFile.MAX_BYTES) {
            throw refused(file, 0, "The file is larger than 4 MiB: " + bytes.length + " bytes.");
        }
        if (isUtf16(bytes)) {
            throw refused(file, 0, "The file is UTF-16; it has to be UTF-8 or GB18030.");
        }
        int nul = indexOfNul(bytes);
        if (nul >= 0) {
            throw refused(file, lineAt(bytes, nul), "The file is binary: it holds a zero byte.");
        }
        Optional<String> decoded = decoded(bytes, StandardCharsets.UTF_8);
        if (decoded.isEmpty()) {
            // Looked up here: its tables are large, and most phones never need them.
            decoded = decoded(bytes, Charset.forName("GB18030"));
        }
        String text =
                decoded.orElseThrow(
                        () -> refused(file, 0, "The file is neither UTF-8 nor GB18030 text."));
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        if (text.isBlank()) {
            throw refused(file, 0, "The file is empty.");
        }
        return new TextFile(file.name(), text);
    }

    /** Its lines without their ends, be they CR, LF or both; line n is element n − 1. */
    public List<String> lines() {
        return text.lines().toList();
    }

    /** The text must not show up in a log: it holds passwords. */
    @Override
    public String toString() {
        return name + ", " + text.length() + " characters";
    }

    private static UnreadableFile refused(ConfigFile file, int at, String sentence) {
        return new UnreadableFile(file.name(), at, sentence);
    }

    private static boolean isUtf16(byte[] bytes) {
        return bytes.length >= 2
                && (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE
                        || bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF);
    }

    private static int indexOfNul(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static int lineAt(byte[] bytes, int end) {
        int line = 1;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        return line;
    }

    private static Optional<String> decoded(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException otherEncoding) {
            return Optional.empty();
        }
    }
}
