// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.util.Optional;

/** Makes connections to one broker. */
public interface Dialer {
    /**
     * Begins to connect and returns at once.
     *
     * @param will what the broker says if we are gone without a farewell
     */
    Link dial(Optional<Outgoing> will, Listener listener);

    /** Hears of one connection, on any thread; must not wait. */
    interface Listener {
        /** It stands; at most {@code window} messages of QoS 1 may be on their way at once. */
        void up(int window);

        /** It is over, or could not be made; the last that is heard of it. */
        void down(String why);

        /** A message came. */
        void message(Incoming message);
    }
}
