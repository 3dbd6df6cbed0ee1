// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.sip.jain.exchange.Exchange;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.SipResponse;

/** A BYE for a dialog that nobody asked for; what becomes of it interests nobody. */
final class Background implements Exchange.User {
    private final Dialog dialog;
    private final Hop hop;
    private final Line line;

    private Background(Line line, Hop hop, Dialog dialog) {
        this.line = line;
        this.hop = hop;
        this.dialog = dialog;
    }

    static void bye(Line line, Hop hop, Dialog dialog) {
        new Exchange(line, hop, line.usualBudget(hop), new Background(line, hop, dialog)).send();
    }

    @Override
    public RequestForm compose() {
        return dialog.request("BYE", hop.target()).with(line.agent().name(), line.agent().value());
    }

    @Override
    public void provisional(SipResponse response) {}

    @Override
    public void answered(SipResponse response) {}

    @Override
    public void failed(Outcome outcome) {}

    @Override
    public void late(SipResponse response) {}
}
