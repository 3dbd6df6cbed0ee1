// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.policy;

import org.linekeeper.api.line.LineState;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides for a line: a pure function of its state and an event.
 *
 * <p>Called on one thread at a time for each line, on several for several lines; must not block and
 * must not keep anything between two calls but in the state it returns. It sees no clock (the state
 * carries the time of the event), draws no chance (a timer's spread is drawn by the runtime), opens
 * no thread, file or socket. A throw, or a decision that names what does not exist, leaves the old
 * state in force and is counted; after a few the policy is barred.
 *
 * <p>Registered as an OSGi service; of several the highest-ranked one that is not barred decides.
 */
@ConsumerType
public interface FailoverPolicy {
    /**
     * The next state and what to do.
     *
     * @param state the line before the event
     * @param event what happened
     */
    Decision decide(LineState state, LineEvent event);
}
