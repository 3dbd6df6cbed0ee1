// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.subscription;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.sip.jain.dialog.Dialog;
import org.linekeeper.sip.jain.exchange.Attempt;
import org.linekeeper.sip.jain.exchange.Exchange;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.exchange.Unattended;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.SipResponse;
import org.linekeeper.sip.jain.transaction.Sending;

/**
 * SUBSCRIBE at one hop. Asks again by itself once, with a longer period after 423. A refresh that
 * the server does not know, or does not answer, ends the dialog: the next one is new.
 */
final class SubscribeAttempt extends Attempt {
    /** Refusals after which the subscription stands there no longer (RFC 5057 section 5.1). */
    private static final Set<Integer> FATAL =
            Set.of(404, 405, 408, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604);

    private final Subscription subscription;
    private final String event;
    private final String to;
    private final Exchange exchange;
    private final boolean refreshes;
    private final Usage usage;
    private int expiresSeconds;
    private boolean lengthened;
    private boolean undone;

    SubscribeAttempt(
            Line line,
            long id,
            Hop hop,
            Budget budget,
            Subscription subscription,
            Request.Subscribe what,
            String to) {
        super(line, id, hop);
        this.subscription = subscription;
        this.event = what.event();
        this.to = to;
        this.expiresSeconds = what.expiresSeconds();
        this.exchange = new Exchange(line, hop, budget, this);
        Optional<Usage> standing = subscription.at(hop.target());
        this.refreshes = standing.isPresent();
        this.usage = standing.orElseGet(() -> new Usage(line, hop.target(), event));
    }

    @Override
    protected void start() {
        if (expiresSeconds == 0 && !refreshes) {
            // Nothing stands there: what the server would say of it.
            end(Outcome.Response.of(481));
            return;
        }
        if (!refreshes) {
            subscription.begin(usage);
        }
        usage.asks();
        exchange.send();
    }

    @Override
    public void cancel() {
        if (!isOver()) {
            exchange.abandon();
            settle(new Outcome.Cancelled(), refreshes);
        }
    }

    @Override
    public RequestForm compose() {
        return form(usage.request(line(), hop(), to), expiresSeconds);
    }

    @Override
    public void answered(SipResponse response) {
        if (isOver()) {
            return;
        }
        int least = response.code() == 423 ? response.seconds("Min-Expires").orElse(0) : 0;
        if (!lengthened && expiresSeconds > 0 && least > expiresSeconds) {
            lengthened = true;
            expiresSeconds = least;
            exchange.send();
        } else if (response.isSuccess()) {
            onSuccess(response);
        } else {
            boolean stays = refreshes && !FATAL.contains(response.code());
            settle(outcomeOf(response, OptionalInt.empty()), stays);
        }
    }

    @Override
    public void failed(Outcome outcome) {
        if (!isOver()) {
            settle(outcome, false);
        }
    }

    /** Takes back what a server granted after we had given it up. */
    @Override
    public void late(SipResponse response) {
        if (!response.isSuccess() || expiresSeconds == 0 || undone || refreshes) {
            return;
        }
        undone = true;
        line().count("late_success");
        line().emit(new LineEvent.LateSuccess("SUBSCRIBE", hop()));
        RequestForm asked = exchange.sent().map(Sending::form).orElseThrow();
        boolean byServer = line().config().proxyInDialog();
        Dialog dialog = Dialog.ofAnswer(asked, response, hop().target(), byServer);
        Unattended.send(line(), hop(), () -> form(dialog.request("SUBSCRIBE", hop().target()), 0));
    }

    private void onSuccess(SipResponse response) {
        int granted = expiresSeconds == 0 ? 0 : response.seconds("Expires").orElse(expiresSeconds);
        usage.accepted(response, expiresSeconds == 0);
        if (expiresSeconds > 0) {
            subscription.standsAt(usage);
        } else {
            // The last NOTIFY is still to come, or is lost.
            long patienceMs = line().config().timers().wholeTimeMs();
            line().scheduler().schedule(patienceMs, () -> subscription.drop(usage));
        }
        settle(outcomeOf(response, OptionalInt.of(granted)), true);
    }

    /** Tells the outcome and then what a NOTIFY has said meanwhile. */
    private void settle(Outcome outcome, boolean stays) {
        Optional<Status> said = usage.asked();
        if (!stays) {
            subscription.drop(usage);
        }
        end(outcome);
        said.filter(any -> stays).ifPresent(status -> subscription.tell(usage, status));
    }

    private RequestForm form(RequestForm beginning, int seconds) {
        String contact = line().contactUri(hop().target()).orElse(line().identity(hop()));
        RequestForm form =
                beginning
                        .with("Contact", "<" + contact + ">")
                        .with("Event", event)
                        .with("Expires", Integer.toString(seconds));
        Optional<String> content = EventPackage.contentOf(event);
        if (content.isPresent()) {
            form = form.with("Accept", content.get());
        }
        return form.with("Allow-Events", EventPackage.ALLOWED).with(line().about());
    }
}
