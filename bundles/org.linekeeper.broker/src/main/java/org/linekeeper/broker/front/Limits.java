// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.front;

/**
 * How much of the broker its clients may take.
 *
 * @param packetBytes the largest packet, with its header
 * @param firstPacketBytes the largest packet of somebody who is not yet let in
 * @param connections open at once
 * @param sessions kept at once, connected or not
 * @param filters subscribed to by one client
 * @param topics that one device publishes to, as far as is remembered
 * @param receiveMaximum messages of QoS 1 a client may have under way
 * @param sessionSeconds for which a session is kept after its client has gone; below 24 days, as
 *     Artemis counts milliseconds in 32 bits
 * @param readerSeconds the same of a person who reads along, to whom all that is said piles up
 * @param admissionSeconds within which a client has to be let in
 */
public record Limits(
        int packetBytes,
        int firstPacketBytes,
        int connections,
        int sessions,
        int filters,
        int topics,
        int receiveMaximum,
        int sessionSeconds,
        int readerSeconds,
        int admissionSeconds) {
    /** A message of 1 MiB and its head; sessions for a day, as phones ask for; readers 10 min. */
    public static final Limits STANDARD =
            new Limits((1 << 20) + 8_192, 128 << 10, 10_000, 20_000, 64, 64, 256, 86_400, 600, 10);

    /** The longest topic or filter, in characters. */
    static final int TOPIC_CHARS = 256;

    /** The longest time a message or a will may be told to wait, for the reason above. */
    static final int WAIT_SECONDS = 2_000_000;

    /** What waits to be worked on, of one client; then it is read from no more. */
    static final int PENDING_BYTES = 2 << 20;
}
