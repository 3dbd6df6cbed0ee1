// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.subscription;

import java.util.Optional;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Target;
import org.linekeeper.sip.jain.dialog.Dialog;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.SipRequest;
import org.linekeeper.sip.jain.message.SipResponse;

/** A subscription at one target: its dialog, and the requests that have made or will make it. */
final class Usage {
    private final Target place;
    private final String event;
    private final String callId;
    private final String tag;
    private long cseq;
    private Optional<RequestForm> first = Optional.empty();
    private Optional<Dialog> dialog = Optional.empty();
    private Optional<Status> untold = Optional.empty();
    private final boolean byServer;
    private int asking;
    private boolean ending;

    Usage(Line line, Target place, String event) {
        this.place = place;
        this.event = event;
        this.byServer = line.config().proxyInDialog();
        this.callId = line.ids().callId();
        this.tag = line.ids().tag();
        this.cseq = line.ids().cseq();
    }

    Target place() {
        return place;
    }

    /** Whether a further SUBSCRIBE can go into this dialog. */
    boolean stands() {
        return dialog.isPresent() && !ending;
    }

    /** The beginning of a SUBSCRIBE, in the dialog if there is one. */
    RequestForm request(Line line, Hop hop, String to) {
        if (dialog.isPresent()) {
            return dialog.get().request("SUBSCRIBE", place);
        }
        RequestForm form =
                line.beyond("SUBSCRIBE", to, hop)
                        .with("From", line.from(hop, tag))
                        .with("To", "<" + to + ">")
                        .with("Call-ID", callId)
                        .with("CSeq", ++cseq + " SUBSCRIBE");
        first = Optional.of(form);
        return form;
    }

    /** A SUBSCRIBE is on its way. */
    void asks() {
        asking++;
    }

    /** It has its outcome; gives what a NOTIFY said meanwhile. */
    Optional<Status> asked() {
        asking--;
        Optional<Status> said = untold;
        untold = Optional.empty();
        return said;
    }

    /** A 2xx; the dialog that a NOTIFY has made before stays. */
    void accepted(SipResponse response, boolean removal) {
        ending |= removal;
        boolean ended = untold.filter(Status::isTerminated).isPresent();
        if (dialog.isPresent()) {
            dialog.get().follow(response);
        } else if (!ended) {
            dialog = first.map(form -> Dialog.ofAnswer(form, response, place, byServer));
        }
    }

    /** Whether a NOTIFY belongs here, be it the one that makes the dialog. */
    boolean isOf(SipRequest notify) {
        return dialog.isPresent()
                ? dialog.get().isOf(notify)
                : asking > 0 && notify.callId().equals(callId) && notify.to().tag().equals(tag);
    }

    /** The answer to a NOTIFY that belongs here (RFC 6665 section 4.1.3). */
    ResponseForm answer(SipRequest notify, Optional<Status> status) {
        if (!EventPackage.isSame(notify.header("Event").orElse(""), event)) {
            return ResponseForm.of(489).with("Allow-Events", EventPackage.ALLOWED);
        }
        if (status.isEmpty()) {
            return ResponseForm.of(400, "Bad Subscription-State");
        }
        if (dialog.isEmpty()) {
            dialog = first.map(form -> Dialog.ofNotify(form, notify, place, byServer));
        }
        boolean inOrder = dialog.filter(there -> there.accepts(notify)).isPresent();
        return ResponseForm.of(inOrder ? 200 : 500);
    }

    /**
     * What a NOTIFY said, to be told now; empty while a SUBSCRIBE waits for its answer, which is
     * told first: a NOTIFY may overtake it.
     */
    Optional<Status> said(SipRequest notify, Status status) {
        dialog.ifPresent(there -> there.follow(notify));
        if (asking == 0) {
            return Optional.of(status);
        }
        untold = Optional.of(status);
        return Optional.empty();
    }
}
