// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import java.util.ArrayList;
import java.util.List;
import org.linekeeper.config.kit.Setting;
import org.linekeeper.config.kit.XmlElement;
import org.linekeeper.config.kit.XmlVisitor;

/**
 * {@code VOIP_CONFIG_FILE/SIP_CONFIG_MODULE} of older phones: names with underscores, those of a
 * line cut at 14 characters. A line's number is the {@code ID} in its entry.
 */
final class OlderXmlForm implements XmlVisitor {
    private static final String MODULE = "SIP_CONFIG_MODULE";
    private static final String ENTRY = "SIP_Line_List_Entry";

    /** What T1, T2 and T4 are all cut to, in this order. */
    private static final String CUT_TIMER = "Session_Timer_";

    private static final List<Key> TIMERS =
            List.of(Key.SESSION_TIMER_T1, Key.SESSION_TIMER_T2, Key.SESSION_TIMER_T4);

    private final String file;
    private final PhoneSettings into;
    private final List<Setting> entry = new ArrayList<>();
    private boolean inModule;
    private boolean inEntry;

    OlderXmlForm(String file, PhoneSettings into) {
        this.file = file;
        this.into = into;
    }

    @Override
    public void opened(XmlElement element) {
        if (element.name().equals(MODULE)) {
            inModule = true;
        } else if (inModule && element.name().equals(ENTRY)) {
            inEntry = true;
            entry.clear();
        }
    }

    @Override
    public void closed(XmlElement element, String text) {
        if (element.name().equals(MODULE)) {
            inModule = false;
        } else if (inEntry && element.name().equals(ENTRY)) {
            inEntry = false;
            takeEntry(new Setting(ENTRY, "", file, element.at()));
        } else if (inEntry) {
            entry.add(new Setting(element.name(), text, file, element.at()));
        } else if (inModule) {
            Setting setting = new Setting(element.name(), text, file, element.at());
            Key.named(element.name()).ifPresent(key -> into.phone().add(key, setting));
        }
    }

    private void takeEntry(Setting whole) {
        Setting id =
                entry.stream()
                        .filter(setting -> setting.key().equals("ID"))
                        .findFirst()
                        .orElse(whole);
        String number = id.value().startsWith("SIP") ? id.value().substring(3) : "";
        int line = into.lineNumber(number, id);
        if (line == 0) {
            return;
        }
        List<Setting> timers = new ArrayList<>();
        for (Setting setting : entry) {
            if (setting.key().equals(CUT_TIMER)) {
                timers.add(setting);
            } else {
                Key.namedOrCut(setting.key()).ifPresent(key -> into.add(line, key, setting));
            }
        }
        takeTimers(line, timers);
    }

    private void takeTimers(int line, List<Setting> timers) {
        if (timers.size() == TIMERS.size()) {
            for (int i = 0; i < timers.size(); i++) {
                into.add(line, TIMERS.get(i), timers.get(i));
            }
        } else if (!timers.isEmpty()) {
            into.warn(
                    timers.get(0),
                    "stands "
                            + timers.size()
                            + " times in its line and not three times, for T1, T2 and T4, so that"
                            + " none of them is used");
        }
    }
}
