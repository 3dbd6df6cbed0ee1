// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.sip.jain.dialog.Dialog;
import org.linekeeper.sip.jain.exchange.Exchange;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.SipResponse;
import org.linekeeper.sip.jain.transaction.Sending;

/**
 * One refresh of a session (RFC 4028 section 7.4), at the dialog's own place: an UPDATE without a
 * body, or an INVITE with the description that stands. Failing, it leaves the call alone: the
 * server may be back before the session's time is over; only a peer that does not know the call any
 * more ends it.
 */
final class SessionRefresh implements Exchange.User {
    private final Line line;
    private final Call call;
    private final Dialog dialog;
    private final Optional<String> offer;
    private final Hop hop;
    private final Exchange exchange;
    private int seconds;
    private int least = SessionTimers.MIN_SECONDS;
    private boolean lengthened;
    private boolean over;
    private Optional<Acknowledgement> ack = Optional.empty();

    SessionRefresh(Line line, Call call, Dialog dialog, int seconds, Optional<String> offer) {
        this.line = line;
        this.call = call;
        this.dialog = dialog;
        this.offer = offer;
        this.seconds = Math.max(SessionTimers.MIN_SECONDS, seconds);
        this.hop = Hop.direct(0, dialog.place());
        this.exchange = new Exchange(line, hop, line.usualBudget(hop), this);
    }

    void send() {
        line.count("session_refreshes");
        exchange.send();
    }

    boolean offers() {
        return offer.isPresent();
    }

    void stop() {
        over = true;
        exchange.abandon();
    }

    @Override
    public RequestForm compose() {
        String contact = line.contactUri(hop.target()).orElse(line.identity(hop));
        RequestForm form =
                dialog.request(offers() ? "INVITE" : "UPDATE", hop.target())
                        .with("Contact", "<" + contact + ">");
        form = SessionTimers.ask(form, seconds, least, true).with(line.about());
        return offer.map(form::withSdp).orElse(form);
    }

    @Override
    public boolean hasOutcome() {
        return false;
    }

    @Override
    public void provisional(SipResponse response) {}

    @Override
    public void answered(SipResponse response) {
        if (response.isSuccess()) {
            dialog.follow(response);
            acknowledge();
        }
        if (!over) {
            decide(response);
        }
    }

    @Override
    public void failed(Outcome outcome) {
        if (!over) {
            over = true;
            call.session().notRefreshed();
        }
    }

    /** The same 2xx once more, or one for an INVITE that was given up: it wants its ACK. */
    @Override
    public void late(SipResponse response) {
        if (response.isSuccess()) {
            acknowledge();
        }
    }

    private void decide(SipResponse response) {
        int demanded = response.code() == 422 ? SessionTimers.demanded(response) : 0;
        if (!lengthened && demanded > seconds) {
            lengthened = true;
            seconds = demanded;
            least = demanded;
            exchange.send();
            return;
        }
        over = true;
        if (response.isSuccess()) {
            call.session().heard(response);
            if (offers() && response.hasBody()) {
                call.media().ifPresent(media -> media.answered(response.body()));
            }
            call.session().refreshed(SessionTimers.agreed(response));
        } else if (response.code() == 408 || response.code() == 481) {
            call.session().lost();
        } else if (!offers() && (response.code() == 405 || response.code() == 501)) {
            call.session().withoutUpdate();
            call.session().refresh();
        } else {
            call.session().notRefreshed();
        }
    }

    private void acknowledge() {
        if (offers() && ack.isEmpty()) {
            Sending sent = exchange.sent().orElseThrow();
            RequestForm form =
                    dialog.ack(sent.form().cseq())
                            .with(sent.form().only("Authorization", "Proxy-Authorization"));
            ack = Optional.of(new Acknowledgement(line, hop.target(), dialog, form));
        }
        ack.ifPresent(Acknowledgement::send);
    }
}
