// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.access;

import java.util.Arrays;
import java.util.List;

/**
 * A topic filter as MQTT 5 section 4.7 has it: {@code +} stands for one level, {@code #} at the end
 * for all that follow and for none.
 */
final class TopicFilter {
    private final List<String> levels;

    TopicFilter(String text) {
        levels = List.of(text.split("/", -1));
    }

    /** Whether whatever the other one (a topic or a filter) lets through is let through by this. */
    boolean covers(String other) {
        List<String> others = Arrays.asList(other.split("/", -1));
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.equals("#")) {
                return true;
            }
            if (i == others.size()) {
                return false;
            }
            String each = others.get(i);
            boolean inside = level.equals("+") ? !each.equals("#") : level.equals(each);
            if (!inside) {
                return false;
            }
        }
        return levels.size() == others.size();
    }
}
