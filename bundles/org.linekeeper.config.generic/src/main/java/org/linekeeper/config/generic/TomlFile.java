// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.api.config.Finding;
import org.linekeeper.config.kit.TextFile;
import org.linekeeper.config.kit.UnreadableFile;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * A config file as a tree of TOML.
 *
 * @param name of the file
 * @param root all that it says
 */
record TomlFile(String name, TomlTable root) {
    /** What a file may hold at its top. */
    static final List<String> TABLES = List.of("defaults", "line", "static_dns");

    /** A larger file is refused. */
    static final int MAX_BYTES = 256 << 10;

    /** A heading, on the first line perhaps behind a byte order mark. */
    private static final Pattern OURS =
            Pattern.compile(
                    "(\u00EF\u00BB\u00BF)?\\s*\\[\\[?[ \\t]*("
                            + String.join("|", TABLES)
                            + ")[ \\t]*[.\\]]");

    /** What other makers' files begin with, behind whatever stands for a byte order mark. */
    private static final Pattern OTHERS_BEGIN = Pattern.compile("[^ -~]*(<|\\{|#!version:)");

    /** Whether the file has a table of this format, whatever is wrong with it. */
    static boolean isOurs(ConfigFile file) {
        String text = new String(file.content(), StandardCharsets.ISO_8859_1);
        return !OTHERS_BEGIN.matcher(text).lookingAt()
                && text.lines().anyMatch(line -> OURS.matcher(line.strip()).lookingAt());
    }

    static TomlFile of(ConfigFile file) throws Refused {
        if (file.content().length > MAX_BYTES) {
            throw refused(
                    file,
                    0,
                    "The file is larger than 256 KiB: " + file.content().length + " bytes.");
        }
        String text = text(file);
        Shape.Verdict shape = Shape.of(text);
        if (shape.tooDeepAt() > 0) {
            throw refused(file, shape.tooDeepAt(), "The file nests too deeply.");
        }
        if (shape.tooMuch()) {
            throw refused(file, 0, "The file says more than a phone has memory for.");
        }
        TomlParseResult parsed = parsed(file, text);
        if (parsed.hasErrors()) {
            TomlParseError first = parsed.errors().get(0);
            throw refused(file, first.position().line(), sentence(first));
        }
        return new TomlFile(file.name(), parsed);
    }

    private static TomlParseResult parsed(ConfigFile file, String text) throws Refused {
        try {
            return Toml.parse(text);
        } catch (StackOverflowError deeper) {
            // Where the parser takes a broken file otherwise than the look at its shape did.
            throw refused(file, 0, "The file nests too deeply.");
        }
    }

    private static String text(ConfigFile file) throws Refused {
        try {
            String text = TextFile.of(file).text();
            if (new String(file.content(), StandardCharsets.UTF_8).indexOf('\uFFFD') >= 0) {
                throw refused(file, 0, "The file is not UTF-8 text, as TOML has to be.");
            }
            return text;
        } catch (UnreadableFile unreadable) {
            throw new Refused(unreadable.finding());
        }
    }

    /** The parser's words without what stands in the file: that may be a password. */
    private static String sentence(TomlParseError error) {
        String words = error.getMessage();
        int column = error.position().column();
        int expected = words.startsWith("Unexpected ") ? words.lastIndexOf(", expected ") : -1;
        if (expected >= 0) {
            return "The file is not TOML at column "
                    + column
                    + ": expected is"
                    + words.substring(expected + ", expected".length())
                    + ".";
        }
        boolean defined = words.contains(" defined at ") || words.contains("(previously ");
        String why = defined ? "this stands twice, or as two things" : "this cannot be read";
        return "The file is not TOML at column " + column + ": " + why + ".";
    }

    private static Refused refused(ConfigFile file, int at, String sentence) {
        return new Refused(new Finding(file.name(), at, "", "", sentence, ""));
    }
}
