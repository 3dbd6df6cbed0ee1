// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.exchange;

import java.util.OptionalInt;
import java.util.function.Consumer;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.sip.jain.message.SipResponse;

/** One request that the policy asked for; it has exactly one outcome, whatever races. */
public abstract class Attempt implements Exchange.User {
    private final Line line;
    private final long id;
    private final Hop hop;
    private Consumer<Attempt> gone = attempt -> {};
    private boolean over;
    private int lastProvisional;

    protected Attempt(Line line, long id, Hop hop) {
        this.line = line;
        this.id = id;
        this.hop = hop;
    }

    /** Begins; {@code whenOver} is told once, before the event. */
    public final void begin(Consumer<Attempt> whenOver) {
        gone = whenOver;
        start();
    }

    protected abstract void start();

    /** Stops; the outcome comes at once, or when the network has agreed. */
    public abstract void cancel();

    /** Ends with an outcome, unless it has one. */
    public final void end(Outcome outcome) {
        if (!over) {
            over = true;
            gone.accept(this);
            line.emit(new LineEvent.AttemptEnded(id, outcome));
        }
    }

    public final boolean isOver() {
        return over;
    }

    public final long id() {
        return id;
    }

    protected final Line line() {
        return line;
    }

    protected final Hop hop() {
        return hop;
    }

    @Override
    public void provisional(SipResponse response) {
        if (!over && response.code() != lastProvisional) {
            lastProvisional = response.code();
            line.emit(new LineEvent.Provisional(id, response.code()));
        }
    }

    @Override
    public void answered(SipResponse response) {
        end(outcomeOf(response, OptionalInt.empty()));
    }

    @Override
    public void failed(Outcome outcome) {
        end(outcome);
    }

    @Override
    public void late(SipResponse response) {}

    protected static Outcome.Response outcomeOf(SipResponse response, OptionalInt expiresSeconds) {
        OptionalInt retryAfter =
                response.seconds("Retry-After").map(OptionalInt::of).orElse(OptionalInt.empty());
        return new Outcome.Response(response.code(), response.reason(), retryAfter, expiresSeconds);
    }
}
