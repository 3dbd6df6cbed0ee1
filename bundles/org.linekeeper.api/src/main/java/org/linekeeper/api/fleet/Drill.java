// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.fleet;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Something on this host that can be unplugged and plugged in again, for a drill. All methods
 * answer at once, from any thread.
 */
@ProviderType
public interface Drill {
    /** All there is, always in the same order. */
    List<Plug> plugs();

    /**
     * Pulls a plug, as when the power goes: no word is said any more. Pulled already, it stays so.
     *
     * @throws IllegalArgumentException if there is no plug of that name
     */
    void pull(String name);

    /**
     * Plugs it in again. What is plugged in stays so.
     *
     * @throws IllegalArgumentException if there is no plug of that name
     */
    void plugIn(String name);

    /**
     * A plug.
     *
     * @param name a word that tells it from the others
     * @param label a few words for people
     * @param pulled whether it is out now
     */
    record Plug(String name, String label, boolean pulled) {}
}
