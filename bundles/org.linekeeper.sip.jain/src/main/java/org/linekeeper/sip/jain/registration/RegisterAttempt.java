// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.registration;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.ServerRef;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.sip.jain.exchange.Attempt;
import org.linekeeper.sip.jain.exchange.Exchange;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.exchange.Unattended;
import org.linekeeper.sip.jain.message.NameAddress;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.SipResponse;
import org.linekeeper.sip.jain.message.Uri;

/**
 * REGISTER at one hop. Asks again by itself in two cases: once with a longer period after 423, and
 * once with the right Contact when the response shows that a NAT stands between.
 */
public final class RegisterAttempt extends Attempt {
    private static final int LEAST_SECONDS = 60;

    private final Bindings bindings;
    private final Binding binding;
    private final Exchange exchange;
    private int expiresSeconds;
    private String contact = "";
    private boolean lengthened;
    private boolean moved;
    private boolean succeeded;
    private boolean undone;

    public RegisterAttempt(
            Line line, long id, Hop hop, Budget budget, Request.Register what, Bindings bindings) {
        super(line, id, hop);
        this.bindings = bindings;
        this.binding = bindings.of(what.registration());
        this.expiresSeconds = what.expiresSeconds();
        this.exchange = new Exchange(line, hop, budget, this);
    }

    @Override
    protected void start() {
        bindings.began(hop().target(), this);
        exchange.send();
    }

    @Override
    public void cancel() {
        exchange.abandon();
        end(new Outcome.Cancelled());
    }

    boolean hasSucceeded() {
        return succeeded;
    }

    @Override
    public RequestForm compose() {
        contact = ownContact().orElse(contact);
        return form(contact, expiresSeconds);
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
            end(outcomeOf(response, OptionalInt.empty()));
        }
    }

    private void onSuccess(SipResponse response) {
        if (expiresSeconds == 0) {
            binding.removed(hop().target());
            line().serviceRoutes().forget(hop());
            end(outcomeOf(response, OptionalInt.of(0)));
            return;
        }
        binding.granted(hop().target(), contact);
        boolean elsewhere = ownContact().filter(now -> !now.equals(contact)).isPresent();
        if (elsewhere && !moved) {
            moved = true;
            exchange.send();
            return;
        }
        succeeded = true;
        line().serviceRoutes().learn(hop(), response);
        end(outcomeOf(response, OptionalInt.of(granted(response))));
    }

    /** Takes back what a server granted after we had given it up. */
    @Override
    public void late(SipResponse response) {
        boolean overtaken = bindings.isOvertaken(hop().target(), this);
        if (!response.isSuccess() || expiresSeconds == 0 || undone || overtaken) {
            return;
        }
        undone = true;
        line().count("late_success");
        line().emit(new LineEvent.LateSuccess("REGISTER", hop()));
        binding.removed(hop().target());
        Unattended.send(line(), hop(), () -> form(contact, 0));
    }

    /**
     * Our Contact, one for each target: where they share their bindings, the same Contact would be
     * one binding (RFC 3261 section 10.3), and taking it away at the target that the line has left
     * would take it away at the one that serves.
     */
    private Optional<String> ownContact() {
        ServerRef ref = hop().ref();
        String layer = ref.layer() == ServerRef.Layer.PROXY ? "p" : "s";
        String target = Integer.toHexString(hop().target().toString().hashCode());
        String tag = layer + (ref.index() + 1) + "-" + target;
        return line().contactUri(hop().target()).map(uri -> uri + ";" + Uri.AT + "=" + tag);
    }

    private RequestForm form(String uri, int seconds) {
        String identity = line().identity(hop());
        RequestForm form =
                line().outside("REGISTER", line().domain(hop()), hop())
                        .with("From", line().from(hop(), binding.tag()))
                        .with("To", "<" + identity + ">")
                        .with("Call-ID", binding.callId())
                        .with("CSeq", binding.nextCseq() + " REGISTER")
                        .with("Contact", contactHeader(uri, seconds));
        Optional<String> old =
                binding.contactAt(hop().target()).filter(known -> !known.equals(uri));
        if (old.isPresent()) {
            form = form.with("Contact", contactHeader(old.get(), 0));
        }
        return form.with("Expires", Integer.toString(seconds))
                .with("Supported", "path")
                .with(line().about());
    }

    private String contactHeader(String uri, int seconds) {
        return "<" + uri + ">;expires=" + seconds + ";" + line().instanceParameter();
    }

    /** The period of our own Contact (RFC 3261 section 10.2.4), else of all, else as asked for. */
    private int granted(SipResponse response) {
        List<NameAddress> contacts = response.addresses("Contact");
        int said = response.seconds("Expires").orElse(expiresSeconds);
        Optional<Uri> mine = Uri.parse(contact);
        Optional<NameAddress> own =
                contacts.stream()
                        .filter(each -> mine.filter(each.uri()::sameContact).isPresent())
                        .findFirst();
        if (own.isEmpty() && contacts.size() == 1) {
            own = Optional.of(contacts.get(0)); // a server that rewrites Contacts
        }
        if (own.isEmpty() && !contacts.isEmpty()) {
            return leastOf(contacts).orElse(said);
        }
        return own.flatMap(each -> each.seconds("expires")).orElse(said);
    }

    /**
     * One of these is ours, rewritten; too early a refresh does less harm than one that is too
     * late. Another phone's may be about to run out: a minute is early enough.
     */
    private Optional<Integer> leastOf(List<NameAddress> contacts) {
        return contacts.stream()
                .flatMap(each -> each.seconds("expires").stream())
                .min(Integer::compare)
                .map(least -> Math.min(expiresSeconds, Math.max(LEAST_SECONDS, least)));
    }
}
