// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import java.util.List;
import java.util.OptionalLong;

/** What a client of events has missed. */
@FunctionalInterface
public interface Past {
    /**
     * What to send before what comes from now on, oldest first; asked for in the stream's thread,
     * while what comes meanwhile waits in its queue.
     *
     * @param last the last event that the client has, {@link Long#MAX_VALUE} for an id that is
     *     none; empty = it comes for the first time
     */
    List<Event> after(OptionalLong last);
}
