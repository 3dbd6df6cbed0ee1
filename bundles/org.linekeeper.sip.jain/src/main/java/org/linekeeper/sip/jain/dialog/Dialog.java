// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.dialog;

import org.linekeeper.api.line.Target;
import org.linekeeper.sip.jain.message.NameAddress;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.SipMessage;
import org.linekeeper.sip.jain.message.SipRequest;
import org.linekeeper.sip.jain.message.SipResponse;

/**
 * A peer-to-peer relation between two user agents (RFC 3261 section 12), kept by us alone: no
 * failed request ends it. Requests on it go to its own place, or to another server that knows it.
 */
public final class Dialog {
    private final String callId;
    private final String local;
    private final String localTag;
    private final String remote;
    private final String remoteTag;
    private final Routes routes;
    private final Target place;
    private final boolean byServer;
    private String remoteTarget;
    private long localCseq;
    private long remoteCseq = -1;

    private Dialog(
            String callId,
            String local,
            String localTag,
            String remote,
            String remoteTag,
            Routes routes,
            Target place,
            boolean byServer,
            String remoteTarget) {
        this.callId = callId;
        this.local = local;
        this.localTag = localTag;
        this.remote = remote;
        this.remoteTag = remoteTag;
        this.routes = routes;
        this.place = place;
        this.byServer = byServer;
        this.remoteTarget = remoteTarget;
    }

    /**
     * The dialog that a 2xx to our INVITE or SUBSCRIBE makes.
     *
     * @param byServer whether each request visits the server that it is sent to first, whatever the
     *     route set says; what the set names beyond stays
     */
    public static Dialog ofAnswer(
            RequestForm asked, SipResponse answer, Target place, boolean byServer) {
        String target =
                answer.addresses("Contact").stream()
                        .findFirst()
                        .filter(contact -> contact.uri().isSip())
                        .map(contact -> contact.uri().text())
                        .orElse(asked.uri());
        Dialog dialog =
                new Dialog(
                        answer.callId(),
                        asked.header("From").orElse(""),
                        answer.from().tag(),
                        answer.header("To").orElse(""),
                        answer.to().tag(),
                        Routes.ofAnswer(answer),
                        place,
                        byServer,
                        target);
        dialog.localCseq = asked.cseq();
        return dialog;
    }

    /** The dialog that an INVITE from outside makes, with our tag. */
    public static Dialog ofRequest(
            SipRequest invite, String localTag, long firstCseq, Target place, boolean byServer) {
        Dialog dialog =
                new Dialog(
                        invite.callId(),
                        invite.header("To").orElse("") + ";tag=" + localTag,
                        localTag,
                        invite.header("From").orElse(""),
                        invite.from().tag(),
                        Routes.ofRequest(invite),
                        place,
                        byServer,
                        invite.addresses("Contact").get(0).uri().text());
        dialog.remoteCseq = invite.cseq().number();
        dialog.localCseq = firstCseq;
        return dialog;
    }

    /** The dialog that the first NOTIFY makes, before or after the 2xx (RFC 6665 section 4.4.1). */
    public static Dialog ofNotify(
            RequestForm subscribe, SipRequest notify, Target place, boolean byServer) {
        Dialog dialog =
                new Dialog(
                        notify.callId(),
                        subscribe.header("From").orElse(""),
                        notify.to().tag(),
                        notify.header("From").orElse(""),
                        notify.from().tag(),
                        Routes.ofRequest(notify),
                        place,
                        byServer,
                        subscribe.uri());
        dialog.follow(notify);
        dialog.localCseq = subscribe.cseq();
        return dialog;
    }

    /** Whether a request from outside belongs here. */
    public boolean isOf(SipMessage request) {
        return request.callId().equals(callId)
                && request.to().tag().equals(localTag)
                && request.from().tag().equals(remoteTag);
    }

    /** Where its server is. */
    public Target place() {
        return place;
    }

    /** Takes a request's number; false if it is out of order (RFC 3261 section 12.2.2). */
    public boolean accepts(SipRequest request) {
        boolean grows = request.cseq().number() > remoteCseq;
        remoteCseq = Math.max(remoteCseq, request.cseq().number());
        return grows;
    }

    /** The other side moved (RFC 3261 sections 12.2.1.2 and 12.2.2, target refresh). */
    public void follow(SipMessage message) {
        message.addresses("Contact").stream()
                .findFirst()
                .map(NameAddress::uri)
                .filter(uri -> uri.isSip())
                .ifPresent(uri -> remoteTarget = uri.text());
    }

    /** A request to be sent to {@code at}, with the next number. */
    public RequestForm request(String method, Target at) {
        return form(method, at, ++localCseq);
    }

    /** The ACK for a 2xx to the INVITE with that number. */
    public RequestForm ack(long cseq) {
        return form("ACK", place, cseq);
    }

    private RequestForm form(String method, Target at, long cseq) {
        Routes known = at.equals(place) ? routes : routes.moved(place, at);
        Routes along = byServer ? known.by(at) : known;
        return along.request(method, remoteTarget)
                .with("From", local)
                .with("To", remote)
                .with("Call-ID", callId)
                .with("CSeq", cseq + " " + method);
    }
}
