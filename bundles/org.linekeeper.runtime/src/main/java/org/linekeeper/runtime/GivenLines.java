// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.linekeeper.api.line.LineConfig;

/** Configurations in memory, for a device that is given its lines anew at each start. */
final class GivenLines implements LineKeeping {
    private final Consumer<LineConfig> changed;
    private final Map<Integer, LineConfig> lines = new TreeMap<>();

    /**
     * No lines.
     *
     * @param changed takes each line that is kept
     */
    GivenLines(Consumer<LineConfig> changed) {
        this.changed = changed;
    }

    @Override
    public void keep(LineConfig config) {
        synchronized (this) {
            lines.put(config.line(), config);
        }
        changed.accept(config);
    }

    /** There is nowhere that an older change could come from: those that are given. */
    @Override
    public synchronized List<LineConfig> provision(String source, List<LineConfig> given) {
        lines.clear();
        given.forEach(config -> lines.put(config.line(), config));
        return given;
    }

    @Override
    public synchronized List<LineConfig> standing() {
        return new ArrayList<>(lines.values());
    }
}
