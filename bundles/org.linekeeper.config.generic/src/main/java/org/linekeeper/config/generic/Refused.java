// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.generic;

import org.linekeeper.api.config.Finding;

/** Files that are not to be used, for one reason. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Finding finding;

    Refused(Finding finding) {
        super(finding.message());
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
