// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.policy;

import java.util.List;
import java.util.Objects;
import org.linekeeper.api.line.LineState;

/**
 * What a policy answers.
 *
 * @param state the line's next state; its status, current hop and why make a transition if they
 *     differ from before
 * @param commands to be run in this order, once the state is kept
 */
public record Decision(LineState state, List<Command> commands) {
    public Decision {
        Objects.requireNonNull(state);
        commands = List.copyOf(commands);
    }

    /** The state as it is and nothing to do. */
    public static Decision unchanged(LineState state) {
        return new Decision(state, List.of());
    }
}
