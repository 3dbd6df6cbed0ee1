// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.flyingvoice;

import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.linekeeper.config.kit.Setting;
import org.linekeeper.config.kit.TextFile;

/** Lines of {@code key = value}, with {@code #} before a comment. */
final class KeyValueForm {
    private static final String OF_A_LINE = "line.";
    private static final String HIDDEN = "DBID_";

    /** Longer ones are no key: what a huge line costs stays small. */
    private static final int MAX_KEY = 120;

    /** What other makers' files begin with, behind whatever stands for a byte order mark. */
    private static final Pattern OTHERS_BEGIN = Pattern.compile("[^ -~]*(<|\\{|#!version:)");

    private static final Pattern OTHERS_KEY = Pattern.compile("(account\\.[0-9]+\\.|dns_cache_).*");

    private KeyValueForm() {}

    /** What a file is, by its keys. */
    enum Kind {
        /** A file of this vendor beyond doubt. */
        OURS,
        /** All its keys that are known here may be another's too. */
        PERHAPS,
        OTHER
    }

    /** A line of a file that may set something, split in two. */
    private record Written(String prefix, String name, String value) {
        static Optional<Written> of(String line) {
            int at = line.indexOf('=');
            String key = at < 0 ? "" : line.substring(0, at).strip();
            if (key.isEmpty() || key.length() > MAX_KEY || key.charAt(0) == '#') {
                return Optional.empty();
            }
            String value = line.substring(at + 1).strip();
            int dot = key.startsWith(OF_A_LINE) ? key.indexOf('.', OF_A_LINE.length()) : -1;
            return dot < 0
                    ? Optional.of(new Written("", key, value))
                    : Optional.of(
                            new Written(
                                    key.substring(OF_A_LINE.length(), dot),
                                    key.substring(dot + 1),
                                    value));
        }
    }

    static Kind kindOf(String text) {
        if (OTHERS_BEGIN.matcher(text.stripLeading()).lookingAt()) {
            return Kind.OTHER;
        }
        Kind kind = Kind.OTHER;
        Stream<String> lines = text.lines();
        for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
            String line = each.next().strip();
            if (line.startsWith("[")) {
                // A section, or a table of TOML.
                return Kind.OTHER;
            }
            Optional<Written> written = Written.of(line);
            if (written.filter(w -> OTHERS_KEY.matcher(w.name()).matches()).isPresent()) {
                return Kind.OTHER;
            }
            if (kind != Kind.OURS && written.isPresent()) {
                kind = better(kind, written.get());
            }
        }
        return kind;
    }

    private static Kind better(Kind kind, Written written) {
        if (written.name().startsWith(HIDDEN)) {
            return Kind.OURS;
        }
        Optional<Key> key = Key.named(written.name());
        if (key.isEmpty()) {
            return kind;
        }
        return key.get().isTelling() ? Kind.OURS : Kind.PERHAPS;
    }

    static void read(TextFile file, PhoneSettings into) {
        int at = 0;
        for (String line : file.lines()) {
            at++;
            Optional<Written> written = Written.of(line.strip());
            Optional<Key> key = written.flatMap(w -> Key.named(w.name()));
            if (key.isPresent()) {
                String whole = line.substring(0, line.indexOf('=')).strip();
                Setting setting = new Setting(whole, written.get().value(), file.name(), at);
                into.add(written.get().prefix(), key.get(), setting);
            }
        }
    }
}
