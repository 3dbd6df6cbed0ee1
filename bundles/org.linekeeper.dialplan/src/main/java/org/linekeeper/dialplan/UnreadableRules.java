// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import org.linekeeper.api.config.Finding;

/** A file of rules is refused as a whole; its finding names the place and the reason. */
final class UnreadableRules extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Finding finding;

    UnreadableRules(Finding finding) {
        super(finding.toString());
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
