// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.linekeeper.config.kit.Setting;
import org.linekeeper.config.kit.TextFile;

/** Lines of {@code key = value}, with {@code #} before a comment. */
final class CfgForm {
    /** How the first line begins in most of them. */
    static final String HEADER = "#!version:";

    private static final String OF_ACCOUNT = "account.";
    private static final String OF_DNS_CACHE = "dns_cache_";
    private static final Pattern SETTING =
            Pattern.compile("(account\\.[0-9]{1,3}\\.|dns_cache_)[^\\s=]{1,100}[ \\t]*=");

    /** Takes back what was set before, as if it had never been. */
    private static final String NULL = "%NULL%";

    private CfgForm() {}

    /** Whether a text is a file of this vendor; of bytes, one character for each will do. */
    static boolean matches(String text) {
        int start = 0;
        while (start < text.length() && (text.charAt(start) > '~' || text.charAt(start) <= ' ')) {
            start++;
        }
        if (text.startsWith(HEADER, start)) {
            return true;
        }
        return !text.startsWith("<", start)
                && (sets(OF_ACCOUNT, text, start) || sets(OF_DNS_CACHE, text, start));
    }

    /** Whether a line sets a key that begins so; looks closer only where it stands. */
    private static boolean sets(String prefix, String text, int start) {
        for (int at = text.indexOf(prefix, start); at >= 0; at = text.indexOf(prefix, at + 1)) {
            Matcher setting = SETTING.matcher(text).region(at, text.length());
            if (beginsLine(at, text, start) && setting.lookingAt()) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsLine(int at, String text, int start) {
        int before = at - 1;
        while (before >= start && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
            before--;
        }
        return before < start || text.charAt(before) == '\n' || text.charAt(before) == '\r';
    }

    static void read(TextFile file, PhoneSettings into) {
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            int at = line.indexOf('=');
            if (at > 0 && line.charAt(0) != '#') {
                String key = line.substring(0, at).strip();
                String value = unquoted(line.substring(at + 1).strip());
                take(new Setting(key, value, file.name(), i + 1), into);
            }
        }
    }

    private static void take(Setting setting, PhoneSettings into) {
        Names.find(setting.key())
                .ifPresentOrElse(
                        key -> {
                            if (setting.value().equals(NULL)) {
                                into.erase(key);
                            } else {
                                into.add(key, setting);
                            }
                        },
                        () ->
                                Names.letterForNumber(setting.key())
                                        .ifPresent(letter -> into.warnOfLetter(setting, letter)));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).strip() : value;
    }
}
