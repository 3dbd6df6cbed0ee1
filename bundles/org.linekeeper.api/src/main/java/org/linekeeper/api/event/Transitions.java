// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.event;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The device's numbered transitions. Safe for use by several threads. */
@ProviderType
public interface Transitions {
    /** The epoch in force. */
    long epoch();

    /** The number of the last transition, 0 before the first. */
    long lastSeq();

    /**
     * Those after {@code seq} that are still kept, oldest first: at least the last thousand, and up
     * to ten thousand that a durable listener has not confirmed. Numbers that are missing, at the
     * beginning or between two of them, are a gap: those transitions are gone for good.
     */
    List<LineStateChanged> since(long seq);

    /** A durable listener has everything up to {@code seq} in safety. */
    void confirm(String durableName, long seq);
}
