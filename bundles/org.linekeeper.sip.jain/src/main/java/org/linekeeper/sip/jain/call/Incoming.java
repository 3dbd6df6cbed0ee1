// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.sip.jain.dialog.Dialog;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.SipRequest;
import org.linekeeper.sip.jain.message.Uri;
import org.linekeeper.sip.jain.net.Scheduler;
import org.linekeeper.sip.jain.transaction.ServerTransaction;

/** Requests of calls that others begin, and of calls that stand. */
public final class Incoming {
    /** A caller who is gone without a CANCEL does not ring for ever (timer C of proxies). */
    private static final long PATIENCE_MS = 180_000;

    private final Line line;
    private final Calls calls;

    public Incoming(Line line, Calls calls) {
        this.line = line;
        this.calls = calls;
    }

    /** An INVITE, BYE or UPDATE. */
    public void request(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Optional<ResponseForm> refusal = refusal(request);
        if (refusal.isPresent()) {
            line.count("refused_" + refusal.get().code());
            transaction.respond(refusal.get());
        } else if (!request.to().tag().isEmpty()) {
            calls.of(request)
                    .ifPresentOrElse(
                            call -> inCall(transaction, call),
                            () -> transaction.respond(ResponseForm.of(481)));
        } else if (request.is("INVITE")) {
            invite(transaction);
        } else {
            transaction.respond(ResponseForm.of(481));
        }
    }

    /** OPTIONS: what an INVITE would meet, as far as it can be said. */
    public void options(ServerTransaction transaction) {
        transaction.respond(Replies.ok(line, transaction).with("Accept", "application/sdp"));
    }

    /** A CANCEL and the INVITE that it means, if there is one. */
    public void cancel(ServerTransaction transaction, Optional<ServerTransaction> invite) {
        transaction.respond(ResponseForm.of(invite.isPresent() ? 200 : 481));
        invite.flatMap(calls::ringing)
                .ifPresent(
                        call -> {
                            call.ringing().ifPresent(r -> r.refuse(ResponseForm.of(487)));
                            String reason = transaction.request().header("Reason").orElse("");
                            boolean elsewhere = reason.replace(" ", "").contains("cause=200");
                            call.endedBy(
                                    elsewhere ? "answered elsewhere" : "cancelled by the caller");
                        });
    }

    /** An ACK that is not for a refusal. */
    public void ack(SipRequest ack) {
        Optional<Success> waiting = calls.of(ack).flatMap(Call::success);
        if (waiting.isPresent()) {
            waiting.get().received(ack);
        } else {
            line.count("dropped_ack");
        }
    }

    private Optional<ResponseForm> refusal(SipRequest request) {
        boolean session = !request.is("BYE");
        if (session && request.hasBody() && !isPlainSdp(request)) {
            return Optional.of(ResponseForm.of(415).with("Accept", "application/sdp"));
        }
        return session ? SessionTimers.refusal(request, line.config().session()) : Optional.empty();
    }

    private static boolean isPlainSdp(SipRequest request) {
        String type = request.header("Content-Type").orElse("").split(";", 2)[0].trim();
        return type.equalsIgnoreCase("application/sdp")
                && request.header("Content-Encoding").isEmpty();
    }

    private void invite(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Optional<Hop> hop = calls.peers().at(transaction.flow());
        if (line.config().profile().trustedPeersOnly() && hop.isEmpty()) {
            line.count("refused_stranger");
            transaction.respond(ResponseForm.of(403));
        } else if (!isForUs(request.uri(), transaction)) {
            transaction.respond(ResponseForm.of(404));
        } else if (calls.living() >= line.config().profile().callLimit()) {
            line.count("refused_busy");
            transaction.respond(ResponseForm.of(486));
        } else {
            ring(transaction, hop);
        }
    }

    private void ring(ServerTransaction transaction, Optional<Hop> hop) {
        SipRequest request = transaction.request();
        transaction.respond(ResponseForm.of(100));
        Call call = new Call(line, line.ids().callId());
        Media media =
                Media.open(calls.sessions(), call.id(), transaction.flow().local().getAddress());
        call.media(media);
        Optional<String> sdp = request.hasBody() ? media.answer(request.body()) : Optional.empty();
        if (request.hasBody() && sdp.isEmpty()) {
            transaction.respond(ResponseForm.of(488));
            call.end();
            return;
        }
        if (hop.isEmpty()) {
            call.direct();
        }
        Target place = hop.map(Hop::target).orElseGet(() -> Peers.targetOf(transaction.flow()));
        // Who calls from elsewhere knows none of the line's servers.
        boolean byServer = hop.isPresent() && line.config().proxyInDialog();
        String tag = transaction.toTag();
        call.dialog(Dialog.ofRequest(request, tag, line.ids().cseq(), place, byServer));
        Scheduler.Timer patience = line.scheduler().schedule(PATIENCE_MS, () -> impatient(call));
        call.ringing(new Ringing(transaction, sdp, patience));
        calls.add(call);
        transaction.respond(Replies.inDialog(180, line, transaction));
        line.emit(new LineEvent.CallOffered(call.id(), request.from().uri().text(), hop));
    }

    private void inCall(ServerTransaction transaction, Call call) {
        SipRequest request = transaction.request();
        Dialog dialog = call.dialog().orElseThrow();
        if (!dialog.accepts(request)) {
            transaction.respond(ResponseForm.of(500));
        } else if (request.is("BYE")) {
            transaction.respond(ResponseForm.of(200));
            call.ringing().ifPresent(rings -> rings.refuse(ResponseForm.of(487)));
            call.endedBy("hung up by the other side");
        } else if (call.isOver()) {
            transaction.respond(ResponseForm.of(481));
        } else if (call.ringing().isPresent()) {
            // RFC 3261 section 14.2, RFC 3311 section 5.2: our answer is still open.
            transaction.respond(ResponseForm.of(500).with("Retry-After", "5"));
        } else if (call.session().isOffering() && (request.is("INVITE") || request.hasBody())) {
            transaction.respond(ResponseForm.of(491)); // RFC 3261 section 14.2
        } else if (request.is("INVITE")) {
            dialog.follow(request);
            Answering.change(line, call, transaction);
        } else if (request.is("UPDATE")) {
            dialog.follow(request);
            update(transaction, call);
        } else {
            transaction.respond(ResponseForm.of(481));
        }
    }

    private void update(ServerTransaction transaction, Call call) {
        SipRequest request = transaction.request();
        Optional<String> sdp =
                request.hasBody()
                        ? call.media().flatMap(media -> media.answer(request.body()))
                        : Optional.empty();
        if (request.hasBody() && sdp.isEmpty()) {
            transaction.respond(ResponseForm.of(488));
            return;
        }
        Optional<SessionTerms> terms = SessionTimers.terms(request, line.config().session());
        ResponseForm ok = SessionTimers.say(Replies.ok(line, transaction), request, terms);
        transaction.respond(sdp.map(ok::withSdp).orElse(ok));
        call.session().heard(request);
        sdp.ifPresent(call.session()::described);
        call.session().agreed(terms);
    }

    private void impatient(Call call) {
        call.ringing().ifPresent(rings -> rings.refuse(ResponseForm.of(480)));
        call.endedBy("not answered");
    }

    /** Our user, or anybody at our own Contact: some servers put the dialled number there. */
    private boolean isForUs(Uri uri, ServerTransaction transaction) {
        boolean ours = uri.user().equals(line.config().user());
        boolean place = uri.portOrDefault() == transaction.flow().local().getPort();
        return ours || uri.user().isEmpty() || place;
    }
}
