// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.SessionTimer;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.sip.jain.dialog.Dialog;
import org.linekeeper.sip.jain.exchange.Attempt;
import org.linekeeper.sip.jain.exchange.Exchange;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.SipResponse;
import org.linekeeper.sip.jain.transaction.Sending;

/**
 * INVITE at one hop, with everything that can come after it: the CANCEL, answers from several
 * forks, and an answer that comes when nobody waits for it any more.
 */
final class InviteAttempt extends Attempt {
    /** More answers to one INVITE than any fork gives. */
    private static final int MAX_FORKS = 16;

    private final Call call;
    private final String to;
    private final Exchange exchange;
    private final String callId;
    private final String tag;
    private final String offer;
    private final Map<String, Acknowledgement> acknowledged = new HashMap<>();
    private final SessionTimer wish;
    private int sessionSeconds;
    private int leastSeconds;
    private boolean lengthened;
    private long cseq;
    private boolean provisional;
    private boolean cancelling;
    private boolean cancelSent;

    InviteAttempt(Line line, long id, Hop hop, Budget budget, Call call, String to, String offer) {
        super(line, id, hop);
        this.call = call;
        this.to = to;
        this.offer = offer;
        this.exchange = new Exchange(line, hop, budget, this);
        this.callId = line.ids().callId();
        this.tag = line.ids().tag();
        this.cseq = line.ids().cseq();
        this.wish = line.config().session();
        this.sessionSeconds = SessionTimers.wished(wish);
        this.leastSeconds = SessionTimers.least(wish);
    }

    @Override
    protected void start() {
        exchange.send();
    }

    @Override
    public void cancel() {
        if (isOver() || cancelling) {
            return;
        }
        if (provisional) {
            cancelling = true;
            exchange.closing();
            sendCancel();
        } else {
            // RFC 3261 section 9.1: no CANCEL before a provisional response; see late().
            exchange.abandon();
            end(new Outcome.Cancelled());
        }
    }

    @Override
    public RequestForm compose() {
        provisional = false;
        String contact = line().contactUri(hop().target()).orElse(line().identity(hop()));
        RequestForm form =
                line().beyond("INVITE", to, hop())
                        .with("From", line().from(hop(), tag))
                        .with("To", "<" + to + ">")
                        .with("Call-ID", callId)
                        .with("CSeq", ++cseq + " INVITE")
                        .with("Contact", "<" + contact + ">")
                        .with("Accept", "application/sdp")
                        .with(line().about());
        if (wish.expiresSeconds() > 0) {
            boolean weRefresh = wish.refresher() == SessionTimer.Refresher.UAC;
            form = SessionTimers.ask(form, sessionSeconds, leastSeconds, weRefresh);
        }
        return form.withSdp(offer);
    }

    @Override
    public void provisional(SipResponse response) {
        provisional = true;
        super.provisional(response);
    }

    @Override
    public void answered(SipResponse response) {
        if (isTooBrief(response)) {
            lengthened = true;
            sessionSeconds = SessionTimers.demanded(response);
            leastSeconds = sessionSeconds;
            exchange.send();
        } else if (!response.isSuccess()) {
            end(cancelling ? new Outcome.Cancelled() : refusal(response));
        } else if (cancelling || isOver()) {
            undo(acknowledge(response));
            end(new Outcome.Cancelled());
        } else {
            call.dialog(acknowledge(response).dialog());
            if (hop().away()) {
                call.direct();
            }
            call.session().heard(response);
            call.session().described(offer);
            call.session().agreed(SessionTimers.agreed(response));
            if (response.hasBody()) {
                call.media().ifPresent(media -> media.answered(response.body()));
            }
            end(outcomeOf(response, OptionalInt.empty()));
        }
    }

    private static Outcome refusal(SipResponse response) {
        Outcome.Response plain = outcomeOf(response, OptionalInt.empty());
        return new Outcome.Response(
                plain.code(),
                plain.reason(),
                plain.retryAfterSeconds(),
                plain.expiresSeconds(),
                Redirection.contacts(response));
    }

    /** RFC 4028 section 7.3; obeyed once. */
    private boolean isTooBrief(SipResponse response) {
        return response.code() == 422
                && wish.expiresSeconds() > 0
                && !lengthened
                && !cancelling
                && !isOver()
                && SessionTimers.demanded(response) > sessionSeconds;
    }

    @Override
    public void late(SipResponse response) {
        if (response.isProvisional()) {
            sendCancel();
            return;
        }
        Acknowledgement known = acknowledged.get(response.to().tag());
        if (known != null) {
            known.send();
        } else if (acknowledged.size() < MAX_FORKS) {
            boolean abandoned = acknowledged.isEmpty();
            undo(acknowledge(response));
            line().count(abandoned ? "late_success" : "forked");
            if (abandoned) {
                line().emit(new LineEvent.LateSuccess("INVITE", hop()));
            }
        }
    }

    private Acknowledgement acknowledge(SipResponse response) {
        Sending sent = exchange.sent().orElseThrow();
        boolean byServer = line().config().proxyInDialog() && !hop().away();
        Dialog dialog = Dialog.ofAnswer(sent.form(), response, hop().target(), byServer);
        // RFC 3261 section 22.1: the ACK carries the credentials of its INVITE.
        RequestForm ack =
                dialog.ack(sent.form().cseq())
                        .with(sent.form().only("Authorization", "Proxy-Authorization"));
        Acknowledgement made = new Acknowledgement(line(), hop().target(), dialog, ack);
        acknowledged.put(response.to().tag(), made);
        made.send();
        return made;
    }

    private void undo(Acknowledgement answer) {
        Background.bye(line(), hop(), answer.dialog());
    }

    private void sendCancel() {
        Optional<Sending> sent = exchange.sent();
        if (sent.isPresent() && !cancelSent) {
            cancelSent = true;
            Cancellation cancellation =
                    new Cancellation(line(), hop(), sent.get(), this::cancelled);
            cancellation.send();
        }
    }

    /** What became of the CANCEL; empty: answered, and yet the INVITE had no final response. */
    private void cancelled(Optional<Outcome> failure) {
        if (!isOver()) {
            exchange.abandon();
            end(failure.orElse(new Outcome.Cancelled()));
        }
    }
}
