// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.exchange;

import java.util.function.Supplier;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.SipResponse;

/** A request that takes something back; what becomes of it interests nobody. */
public final class Unattended implements Exchange.User {
    private final Supplier<RequestForm> form;

    private Unattended(Supplier<RequestForm> form) {
        this.form = form;
    }

    /** Sends {@code form}, drawn anew for each try, with the usual patience for that hop. */
    public static void send(Line line, Hop hop, Supplier<RequestForm> form) {
        new Exchange(line, hop, line.usualBudget(hop), new Unattended(form)).send();
    }

    @Override
    public RequestForm compose() {
        return form.get();
    }

    @Override
    public boolean hasOutcome() {
        return false;
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
