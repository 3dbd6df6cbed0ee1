// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.linekeeper.config.kit.Setting;
import org.linekeeper.config.kit.TextFile;

/**
 * The text form: sections in angle brackets, in them a name padded with blanks, a colon and the
 * value, which may hold further colons.
 */
final class TextForm {
    static final String HEADER = "<<VOIP CONFIG FILE>>";

    private static final String END = "<<END OF FILE>>";
    private static final String SIP_SECTION = "<SIP CONFIG MODULE>";
    private static final Pattern OF_A_LINE = Pattern.compile("SIP([0-9]{1,9})\\s+(.*)");

    private TextForm() {}

    static void read(TextFile file, PhoneSettings into) {
        List<String> lines = file.lines();
        boolean ofSip = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(END)) {
                return;
            }
            if (line.startsWith("<")) {
                ofSip = line.equals(SIP_SECTION) || line.startsWith(HEADER);
            } else if (!line.startsWith("--")) {
                take(file.name(), i + 1, line, ofSip, into);
            }
        }
    }

    private static void take(String file, int at, String line, boolean ofSip, PhoneSettings into) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return;
        }
        String name = line.substring(0, colon).strip();
        Setting setting = new Setting(name, line.substring(colon + 1).strip(), file, at);
        Matcher ofALine = OF_A_LINE.matcher(name);
        if (ofALine.matches()) {
            Optional<Key> key = Key.namedOrCut(ofALine.group(2));
            if (key.isPresent()) {
                into.add(into.lineNumber(ofALine.group(1), setting), key.get(), setting);
            }
        } else if (ofSip) {
            // The NET and QOS sections have settings of the same names as the phone's own here.
            Key.named(name).ifPresent(key -> into.phone().add(key, setting));
        }
    }
}
