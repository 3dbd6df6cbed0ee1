// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.util.List;
import java.util.function.Consumer;

/**
 * One connection to a broker, from its beginning to its end; there is no second one. No method
 * waits for the network. What {@code done} hears comes on any thread, once at most: when the
 * connection ends, nobody hears any more.
 */
public interface Link {
    /** Sends a message; at QoS 1 done when the broker has it, false if it refused. */
    void publish(Outgoing message, Consumer<Boolean> done);

    /** Subscribes at QoS 1; true if the broker granted all of them. */
    void subscribe(List<String> filters, Consumer<Boolean> done);

    /** Subscribes no longer, if it did. */
    void unsubscribe(String filter);

    /** Ends it; {@code farewell} = the broker is told, and keeps the will to itself. */
    void close(boolean farewell);
}
