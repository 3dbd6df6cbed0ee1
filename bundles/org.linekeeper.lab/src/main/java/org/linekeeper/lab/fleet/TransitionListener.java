// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.fleet;

import org.linekeeper.api.event.LineStateChanged;

/** Hears of what the phones of a fleet do. */
public interface TransitionListener {
    /** A transition of one phone, on any thread, those of one phone in order; must return fast. */
    void changed(String device, LineStateChanged change);
}
