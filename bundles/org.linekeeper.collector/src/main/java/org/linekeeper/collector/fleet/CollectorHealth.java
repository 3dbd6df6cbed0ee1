// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector.fleet;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Whether the history is fed at all. For any thread; never blocks. */
@ProviderType
public interface CollectorHealth {
    Standing standing();

    /**
     * How the collector is.
     *
     * @param broker the way to the broker
     * @param database the way to the database
     * @param lastMessage when anything last came from any device, by the collector's clock
     * @param waiting messages that wait for the database
     * @param received messages that came since the start
     * @param committed transitions that were new since the start
     * @param leftOut messages left out since the start, by reason
     */
    record Standing(
            Way broker,
            Way database,
            Optional<Instant> lastMessage,
            int waiting,
            long received,
            long committed,
            Map<String, Long> leftOut) {}

    /**
     * A way to another server.
     *
     * @param place where it is, such as {@code 127.0.0.1:1883} or {@code h2}
     * @param open whether it is there now
     * @param since since when this is so
     * @param trouble why it is not, in one sentence
     */
    record Way(String place, boolean open, Instant since, Optional<String> trouble) {}
}
