// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import java.util.function.Function;

/** Stands around each route that was found: lets a request through, or says why not. */
@FunctionalInterface
public interface Guard {
    /**
     * Answers a request, as a rule by its handler. In one of the server's threads, which it may
     * block for a moment.
     *
     * @param role what the route asks for, see {@link Router}
     * @throws Problem when the request is refused
     */
    Answer pass(Request request, String role, Function<Request, Answer> handler);
}
