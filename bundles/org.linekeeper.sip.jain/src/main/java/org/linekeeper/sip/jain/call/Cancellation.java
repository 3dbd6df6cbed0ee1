// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.util.Optional;
import java.util.function.Consumer;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.SipResponse;
import org.linekeeper.sip.jain.transaction.ClientTransaction;
import org.linekeeper.sip.jain.transaction.Sending;

/** The CANCEL of an INVITE: same target, same branch, same number (RFC 3261 section 9.1). */
final class Cancellation implements ClientTransaction.User {
    private final Line line;
    private final Hop hop;
    private final Sending invite;
    private final Consumer<Optional<Outcome>> end;

    Cancellation(Line line, Hop hop, Sending invite, Consumer<Optional<Outcome>> end) {
        this.line = line;
        this.hop = hop;
        this.invite = invite;
        this.end = end;
    }

    void send() {
        RequestForm form =
                RequestForm.of("CANCEL", invite.form().uri())
                        .with(invite.form().only("Max-Forwards", "Route", "From", "To", "Call-ID"))
                        .with("CSeq", invite.form().cseq() + " CANCEL")
                        .with(line.agent().name(), line.agent().value());
        Sending cancel =
                new Sending(
                        form,
                        invite.via(),
                        invite.branch(),
                        invite.target(),
                        line.config().timers(),
                        line.usualBudget(hop));
        line.clients().start(line.clients().prepare(cancel, this));
    }

    @Override
    public void provisional(SipResponse response) {}

    /** The final response to the INVITE has 64 × T1 from here (RFC 3261 section 9.1). */
    @Override
    public void answered(SipResponse response) {
        line.scheduler()
                .schedule(line.config().timers().wholeTimeMs(), () -> end.accept(Optional.empty()));
    }

    @Override
    public void failed(Outcome outcome) {
        end.accept(Optional.of(outcome));
    }

    @Override
    public void late(SipResponse response) {}
}
