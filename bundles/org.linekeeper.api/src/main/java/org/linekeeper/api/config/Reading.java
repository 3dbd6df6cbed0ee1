// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.config;

import java.util.List;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.StaticRecord;

/**
 * What a vendor's files say.
 *
 * @param lines in the order of their numbers; empty when refused
 * @param staticDns the phone's static DNS records; each line's rules hold them too
 * @param warnings what was read otherwise than it was written
 * @param errors why the files are refused; empty when they are not
 */
public record Reading(
        List<LineConfig> lines,
        List<StaticRecord> staticDns,
        List<Finding> warnings,
        List<Finding> errors) {
    public Reading {
        lines = List.copyOf(lines);
        staticDns = List.copyOf(staticDns);
        warnings = List.copyOf(warnings);
        errors = List.copyOf(errors);
    }

    /** Files that are not to be used, for this reason. */
    public static Reading refused(Finding error) {
        return new Reading(List.of(), List.of(), List.of(), List.of(error));
    }

    public boolean isRefused() {
        return !errors.isEmpty();
    }
}
