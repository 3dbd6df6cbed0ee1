// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of one thing, a line for example. Of two with one name the last wins, but an empty value
 * erases nothing. For one thread.
 *
 * @param <K> what names a setting, whatever the file calls it
 */
public final class Settings<K> {
    private final Map<K, Setting> settings = new HashMap<>();

    /** Takes a setting that stands behind those added before. */
    public void add(K name, Setting setting) {
        if (!setting.value().isEmpty()) {
            settings.put(name, setting);
        }
    }

    /** Forgets a setting that was added before, as if it had never been set. */
    public void erase(K name) {
        settings.remove(name);
    }

    /** The setting that counts; never one with an empty value. */
    public Optional<Setting> find(K name) {
        return Optional.ofNullable(settings.get(name));
    }

    public boolean has(K name) {
        return settings.containsKey(name);
    }
}
