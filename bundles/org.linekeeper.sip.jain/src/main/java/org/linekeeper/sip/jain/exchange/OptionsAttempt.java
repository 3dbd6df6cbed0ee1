// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.exchange;

import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.sip.jain.message.RequestForm;

/** OPTIONS outside a dialog: any answer says that the server is there. */
public final class OptionsAttempt extends Attempt {
    private final Exchange exchange;
    private final String callId;
    private final String tag;
    private long cseq;

    public OptionsAttempt(Line line, long id, Hop hop, Budget budget) {
        super(line, id, hop);
        this.exchange = new Exchange(line, hop, budget, this);
        this.callId = line.ids().callId();
        this.tag = line.ids().tag();
    }

    @Override
    protected void start() {
        exchange.send();
    }

    @Override
    public void cancel() {
        exchange.abandon();
        end(new Outcome.Cancelled());
    }

    @Override
    public RequestForm compose() {
        String domain = line().domain(hop());
        return line().outside("OPTIONS", domain, hop())
                .with("From", line().from(hop(), tag))
                .with("To", "<" + domain + ">")
                .with("Call-ID", callId)
                .with("CSeq", ++cseq + " OPTIONS")
                .with("Accept", "application/sdp")
                .with(line().about());
    }
}
