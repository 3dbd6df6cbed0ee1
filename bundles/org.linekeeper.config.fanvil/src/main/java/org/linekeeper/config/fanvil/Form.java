// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.linekeeper.api.config.ConfigFile;
import org.linekeeper.config.kit.TextFile;
import org.linekeeper.config.kit.UnreadableFile;
import org.linekeeper.config.kit.XmlFile;

/** The forms of a Fanvil file, told by how it begins. */
enum Form {
    /** {@code <<VOIP CONFIG FILE>>Version:2.…}. */
    TEXT {
        @Override
        void read(TextFile file, PhoneSettings into) {
            TextForm.read(file, into);
        }
    },
    /** {@code <sysConf>}. */
    SYS_CONF {
        @Override
        void read(TextFile file, PhoneSettings into) throws UnreadableFile {
            XmlFile.read(file, new SysConfForm(file.name(), into));
        }
    },
    /** {@code <VOIP_CONFIG_FILE>}, of older phones. */
    OLDER_XML {
        @Override
        void read(TextFile file, PhoneSettings into) throws UnreadableFile {
            XmlFile.read(file, new OlderXmlForm(file.name(), into));
        }
    };

    /** The root element comes early, behind a declaration and a comment at most. */
    private static final int HEAD = 8 << 10;

    /** What may stand before the first bracket: a byte order mark, decoded or by its bytes. */
    private static final Set<String> MARKS =
            Set.of("", "\uFEFF", "\u00EF\u00BB\u00BF", "\u00841\u00953");

    abstract void read(TextFile file, PhoneSettings into) throws UnreadableFile;

    /** Looks at the first bytes only, which are the same in UTF-8 and GB18030. */
    static Optional<Form> of(ConfigFile file) {
        byte[] content = file.content();
        byte[] head = Arrays.copyOf(content, Math.min(content.length, HEAD));
        return ofHead(new String(head, StandardCharsets.ISO_8859_1));
    }

    static Optional<Form> of(TextFile file) {
        return ofHead(file.text().substring(0, Math.min(file.text().length(), HEAD)));
    }

    private static Optional<Form> ofHead(String head) {
        int start = head.indexOf('<');
        if (start < 0 || !MARKS.contains(head.substring(0, start).strip())) {
            return Optional.empty();
        }
        if (head.startsWith(TextForm.HEADER, start)) {
            return Optional.of(TEXT);
        }
        return switch (rootName(head, start)) {
            case "sysConf" -> Optional.of(SYS_CONF);
            case "VOIP_CONFIG_FILE" -> Optional.of(OLDER_XML);
            default -> Optional.empty();
        };
    }

    /** The first tag that is neither a declaration nor a comment; empty if there is none. */
    private static String rootName(String head, int start) {
        int at = start;
        while (at >= 0 && at + 1 < head.length()) {
            char next = head.charAt(at + 1);
            if (next != '?' && next != '!') {
                int end = at + 1;
                while (end < head.length() && " \t\r\n/>".indexOf(head.charAt(end)) < 0) {
                    end++;
                }
                return head.substring(at + 1, end);
            }
            String close = head.startsWith("<!--", at) ? "-->" : next == '?' ? "?>" : "";
            int from = close.isEmpty() ? at + 1 : head.indexOf(close, at + 2);
            at = from < 0 ? -1 : head.indexOf('<', from);
        }
        return "";
    }
}
