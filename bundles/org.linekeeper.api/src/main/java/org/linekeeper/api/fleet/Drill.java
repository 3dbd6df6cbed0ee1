// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.fleet;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Something on this host that can be unplugged and plugged in again, for a drill. A service; each
 * method answers soon, from any thread.
 */
@ProviderType
public interface Drill {
    /** What there is, always in the same order. */
    List<Plug> plugs();

    /**
     * Takes the power away; nothing happens if that was done before.
     *
     * @throws IllegalArgumentException if there is no such plug
     */
    void pull(String name);

    /**
     * Gives the power back; nothing happens if it is there.
     *
     * @throws IllegalArgumentException if there is no such plug
     */
    void plugIn(String name);

    /**
     * One of them.
     *
     * @param name a word that names it
     * @param label what to call it to a person
     * @param pulled whether it is without power
     */
    record Plug(String name, String label, boolean pulled) {}
}
