// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import java.util.List;
import java.util.regex.Pattern;
import org.linekeeper.config.kit.Setting;
import org.linekeeper.config.kit.TextFile;

/** Lines of {@code key = value}, with {@code #} before a comment. */
final class CfgForm {
    /** How the first line begins in most of them. */
    static final String HEADER = "#!version:";

    private static final Pattern OF_ACCOUNT = Pattern.compile("account\\.[0-9]{1,3}\\..*");
    private static final String OF_DNS_CACHE = "dns_cache_";

    /** Takes back what was set before, as if it had never been. */
    private static final String NULL = "%NULL%";

    private CfgForm() {}

    /** Whether a text is a file of this vendor; of bytes, one character for each will do. */
    static boolean matches(String text) {
        int start = 0;
        while (start < text.length() && (text.charAt(start) > '~' || text.charAt(start) <= ' ')) {
            start++;
        }
        return text.startsWith(HEADER, start)
                || !text.startsWith("<", start) && text.lines().anyMatch(CfgForm::isKeyOfTheirs);
    }

    private static boolean isKeyOfTheirs(String line) {
        int at = line.indexOf('=');
        if (at < 0) {
            return false;
        }
        String key = line.substring(0, at).strip();
        return key.startsWith(OF_DNS_CACHE) || OF_ACCOUNT.matcher(key).matches();
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
