// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.call;

import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Timers;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.SipRequest;
import org.linekeeper.sip.jain.transaction.ServerTransaction;

/** Our 200 to an INVITE, the first one of a call or one that changes it. */
final class Answering {
    private Answering() {}

    /** The user takes a call that rings. */
    static void answer(Line line, Call call) {
        Optional<Ringing> rings = call.ringing();
        if (rings.isEmpty() || call.media().isEmpty()) {
            return;
        }
        ServerTransaction transaction = rings.get().transaction();
        call.ringsNoLonger();
        boolean offers = rings.get().sdp().isEmpty();
        Optional<String> sdp = rings.get().sdp().or(() -> call.media().get().offer());
        if (sdp.isEmpty()) {
            transaction.respond(ResponseForm.of(488));
            call.endedBy("no media to offer");
            return;
        }
        accept(line, call, transaction, sdp.get(), offers, () -> unacknowledged(line, call));
    }

    /** A re-INVITE. Without an ACK the call goes on: it is the path that fails, not the call. */
    static void change(Line line, Call call, ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Optional<Media> media = call.media();
        Optional<String> sdp =
                request.hasBody()
                        ? media.flatMap(there -> there.answer(request.body()))
                        : media.flatMap(Media::offer);
        if (sdp.isEmpty()) {
            transaction.respond(ResponseForm.of(488));
            return;
        }
        accept(line, call, transaction, sdp.get(), !request.hasBody(), () -> {});
    }

    private static void accept(
            Line line,
            Call call,
            ServerTransaction transaction,
            String sdp,
            boolean offers,
            Runnable silence) {
        SipRequest request = transaction.request();
        ResponseForm ok = Replies.ok(line, transaction).withSdp(sdp);
        Optional<SessionTerms> terms = SessionTimers.terms(request, line.config().session());
        transaction.respond(SessionTimers.say(ok, request, terms));
        call.session().heard(request);
        call.session().described(sdp);
        call.session().agreed(terms);
        Timers timers = line.config().timers();
        call.success(
                new Success(
                        transaction,
                        timers,
                        line.scheduler(),
                        ack -> acknowledged(call, ack, offers),
                        silence));
    }

    private static void acknowledged(Call call, SipRequest ack, boolean offers) {
        if (offers && ack.hasBody()) {
            call.media().ifPresent(media -> media.answered(ack.body()));
        }
    }

    /** RFC 3261 section 13.3.1.4: the caller never knew that we answered. */
    private static void unacknowledged(Line line, Call call) {
        call.dialog()
                .ifPresent(dialog -> Background.bye(line, Hop.direct(0, dialog.place()), dialog));
        call.endedBy("no ACK");
    }
}
