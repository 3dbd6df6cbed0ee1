// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.line;

/** The state of a line, as the fleet sees it. */
public enum Status {
    /** Not to be in service. */
    DISABLED,
    /** On its way to its first registration, or to one after none. */
    REGISTERING,
    /** Served by the best target of its first server, or proxy. */
    ON_PRIMARY,
    /** Its server failed and the next one is being tried. */
    SWITCHING,
    /** Served by any other target. */
    ON_BACKUP,
    /** Nobody serves it. */
    UNREGISTERED;

    /** Whether requests can be sent now. */
    public boolean isInService() {
        return this == ON_PRIMARY || this == ON_BACKUP;
    }
}
