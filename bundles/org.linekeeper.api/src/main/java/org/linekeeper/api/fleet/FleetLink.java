// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.fleet;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the fleet's servers keep for this device, and what it says of its policy. A service while
 * telemetry is on, connected or not. Nothing here waits, and nothing that comes through it is to be
 * believed before its signature is checked. Safe for use by several threads.
 */
@ProviderType
public interface FleetLink {
    /** The tenant that this device belongs to. */
    String tenant();

    /** This device, as the fleet's servers name it. */
    String device();

    /**
     * Watches the document of a ring, over any number of connections, until the watch is closed.
     *
     * @param ring 1 to 64 characters without {@code / + #}
     * @param listener gets the document that stands, and each that takes its place; the same one
     *     may come again after a connection was lost. On the link's thread: must return fast
     * @throws IllegalArgumentException if the ring cannot stand in a topic
     */
    Watch watchRing(String ring, Consumer<byte[]> listener);

    /**
     * Fetches bytes by their SHA-256. What comes is compared with it; anything else is dropped.
     *
     * @param sha256 64 digits in lower case hexadecimal
     * @param mostBytes no more is taken, 1 to 262144
     * @return ends with a {@link java.util.concurrent.TimeoutException} if nothing that fits has
     *     come within a minute
     */
    CompletionStage<byte[]> fetch(String sha256, int mostBytes);

    /** What {@code up/policy} says besides the policy's name, from now on. */
    void report(PolicyStanding standing);

    /** Something that is watched. */
    interface Watch extends AutoCloseable {
        /** Ends it; what is on its way may still be heard. */
        @Override
        void close();
    }
}
