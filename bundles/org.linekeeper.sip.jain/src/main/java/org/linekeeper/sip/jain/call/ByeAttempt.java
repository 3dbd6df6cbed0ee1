// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.sip.jain.exchange.Attempt;
import org.linekeeper.sip.jain.exchange.Exchange;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.RequestForm;

/**
 * BYE in the dialog of a call, at the dialog's own server or at another; that of a stranger's call
 * always at its own place, as no server of the line knows it.
 */
final class ByeAttempt extends Attempt {
    private final Call call;
    private final Hop way;
    private final Exchange exchange;

    ByeAttempt(Line line, long id, Hop hop, Budget budget, Call call) {
        super(line, id, hop);
        this.call = call;
        this.way = call.way(hop);
        this.exchange = new Exchange(line, way, budget, this);
    }

    @Override
    protected void start() {
        if (call.dialog().isEmpty()) {
            // Never answered: what the server would say of it.
            end(Outcome.Response.of(481));
            return;
        }
        call.success().ifPresent(Success::stop);
        call.session().stop();
        exchange.send();
    }

    @Override
    public void cancel() {
        exchange.abandon();
        end(new Outcome.Cancelled());
    }

    @Override
    public RequestForm compose() {
        return call.dialog()
                .orElseThrow()
                .request("BYE", way.target())
                .with(line().agent().name(), line().agent().value());
    }
}
