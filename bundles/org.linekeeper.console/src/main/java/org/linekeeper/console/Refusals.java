// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.util.function.Function;
import org.linekeeper.api.lines.Refusal;
import org.linekeeper.http.kit.Answer;
import org.linekeeper.http.kit.Guard;
import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Request;

/** What the lines refuse, as a client gets to read it. Whoever has passed the gate may do all. */
final class Refusals implements Guard {
    @Override
    public Answer pass(Request request, String role, Function<Request, Answer> handler) {
        try {
            return handler.apply(request);
        } catch (Refusal refusal) {
            throw problem(refusal, "");
        }
    }

    /** A refusal as a problem; {@code at} names the value if it was one. */
    static Problem problem(Refusal refusal, String at) {
        return switch (refusal.kind()) {
            case NOT_FOUND -> new Problem(404, refusal.getMessage());
            case WRONG_STATE -> new Problem(409, refusal.getMessage());
            case BAD_VALUE -> new Problem(422, refusal.getMessage(), at);
            case TOO_MANY -> new Problem(429, refusal.getMessage());
        };
    }
}
