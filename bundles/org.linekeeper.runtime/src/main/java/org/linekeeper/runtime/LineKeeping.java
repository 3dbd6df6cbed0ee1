// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.List;
import org.linekeeper.api.line.LineConfig;

/** Where the configurations of lines are kept. Safe for use by several threads. */
interface LineKeeping {
    /** Keeps one line; it comes back as a change of configuration. */
    void keep(LineConfig config);

    /** What is to run: the given lines, or, if they come from the same source, those that stand. */
    List<LineConfig> provision(String source, List<LineConfig> given);

    /** The lines that are kept. */
    List<LineConfig> standing();
}
