// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.policy.kit;

import java.time.Duration;
import java.util.List;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineState;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Round;

/**
 * What a policy may answer in its own way; everything else the {@link FailoverMachine} does. All
 * are pure functions of their arguments.
 */
public interface Questions {
    /** Whether an attempt at {@code hop} that ended like this says that it cannot serve. */
    boolean isUnavailable(LineState state, Hop hop, Outcome outcome);

    /** The hops that a request may try, in the order to try them. */
    List<Hop> order(LineState state, Round round);

    /** How long an attempt at {@code hop} may stay without an answer. */
    Budget budget(LineState state, Round round, Hop hop);

    /** How long a target that ended an attempt like this stays under penalty. */
    Duration penalty(LineState state, Outcome outcome);

    /**
     * Whether the line may go back to a better hop now; if not, it is asked again when the phone is
     * idle, and from time to time.
     *
     * @param way PROBE to a better server, FAILBACK to a better target of the server in use
     */
    boolean mayReturn(LineState state, Round.Purpose way);

    /**
     * When to try again after the line could not be registered.
     *
     * @param rounds how many in a row have found no server; 0 = a server answered, but refused
     */
    Wait retry(LineState state, int rounds);

    /** When to refresh a binding that was granted for this long. */
    Wait refresh(LineState state, Duration granted);
}
