// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.linekeeper.api.config.Finding;
import org.linekeeper.config.kit.CheckedSettings;
import org.linekeeper.config.kit.Setting;
import org.linekeeper.config.kit.Settings;
import org.linekeeper.config.yealink.Names.Key;

/** What the files of one phone set, and what is wrong with that. For one thread. */
final class PhoneSettings {
    private final Settings<String> phone = new Settings<>();
    private final SortedMap<Integer, Settings<String>> accounts = new TreeMap<>();
    private final Map<Integer, Settings<String>> templates = new HashMap<>();

    /** A template that serves several accounts is warned of once. */
    private final Set<Finding> warnings = new LinkedHashSet<>();

    void add(Key key, Setting setting) {
        of(key).add(key.name(), setting);
    }

    void erase(Key key) {
        of(key).erase(key.name());
    }

    void warn(Finding finding) {
        warnings.add(finding);
    }

    void warnOfLetter(Setting setting, String letter) {
        String shown = setting.key().endsWith("." + Names.PASSWORD) ? "***" : setting.value();
        String sentence = "has the letter " + letter + " where a number belongs and is left out";
        warn(new Finding(setting.file(), setting.at(), setting.key(), shown, sentence, ""));
    }

    Collection<Finding> warnings() {
        return Collections.unmodifiableSet(warnings);
    }

    CheckedSettings<String> phone() {
        return new CheckedSettings<>(phone, this::warn);
    }

    /** The accounts by number, each with what older names and its template say for it. */
    SortedMap<Integer, Settings<String>> accounts() {
        accounts.values().forEach(this::complete);
        return accounts;
    }

    /** What an account itself says counts first, under whatever name. */
    private void complete(Settings<String> account) {
        Names.OLDER.forEach(
                (older, names) ->
                        account.find(older)
                                .ifPresent(
                                        setting ->
                                                names.forEach(
                                                        name -> fill(account, name, setting))));
        int number =
                new CheckedSettings<>(account, this::warn)
                        .number(Names.TEMPLATE, 0, Names.MAX_TEMPLATE, 0);
        Settings<String> template = templates.getOrDefault(number, new Settings<>());
        for (String name : Names.OF_TEMPLATE) {
            template.find(name).ifPresent(setting -> fill(account, name, setting));
        }
    }

    private static void fill(Settings<String> account, String name, Setting setting) {
        if (!account.has(name)) {
            account.add(name, setting);
        }
    }

    private Settings<String> of(Key key) {
        return switch (key.owner()) {
            case PHONE -> phone;
            case ACCOUNT -> accounts.computeIfAbsent(key.number(), number -> new Settings<>());
            case TEMPLATE -> templates.computeIfAbsent(key.number(), number -> new Settings<>());
        };
    }
}
