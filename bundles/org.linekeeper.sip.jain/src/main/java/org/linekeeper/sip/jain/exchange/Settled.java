// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.exchange;

import java.util.OptionalInt;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.sip.jain.message.RequestForm;

/** An attempt whose outcome is known before anything is sent. */
public final class Settled extends Attempt {
    private final Outcome outcome;

    public Settled(Line line, long id, Hop hop, Outcome outcome) {
        super(line, id, hop);
        this.outcome = outcome;
    }

    /** What a server would say of a request that makes no sense. */
    public static Outcome refusal(int code, String reason) {
        return new Outcome.Response(code, reason, OptionalInt.empty(), OptionalInt.empty());
    }

    @Override
    protected void start() {
        end(outcome);
    }

    @Override
    public void cancel() {}

    @Override
    public RequestForm compose() {
        throw new IllegalStateException("nothing is sent");
    }
}
