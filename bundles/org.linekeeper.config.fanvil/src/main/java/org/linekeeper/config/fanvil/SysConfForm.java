// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import org.linekeeper.config.kit.Setting;
import org.linekeeper.config.kit.XmlElement;
import org.linekeeper.config.kit.XmlVisitor;

/** {@code sysConf/sip/line[index]}: the names of the text form without blanks. */
final class SysConfForm implements XmlVisitor {
    private final String file;
    private final PhoneSettings into;
    private int depth;
    private boolean inSip;
    private boolean inLine;
    private int line;

    SysConfForm(String file, PhoneSettings into) {
        this.file = file;
        this.into = into;
    }

    @Override
    public void opened(XmlElement element) {
        depth++;
        if (depth == 2) {
            inSip = element.name().equals("sip");
        } else if (depth == 3) {
            inLine = inSip && element.name().equals("line");
            if (inLine) {
                String index = element.attributes().getOrDefault("index", "");
                line = into.lineNumber(index, setting(element, index));
            }
        }
    }

    @Override
    public void closed(XmlElement element, String text) {
        if (inLine && depth == 4) {
            Key.named(element.name()).ifPresent(key -> into.add(line, key, setting(element, text)));
        } else if (inSip && depth == 3) {
            Key.named(element.name())
                    .ifPresent(key -> into.phone().add(key, setting(element, text)));
        }
        depth--;
    }

    private Setting setting(XmlElement element, String value) {
        return new Setting(element.name(), value, file, element.at());
    }
}
