// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.linekeeper.lab.sip.SipMessage;

/**
 * A call that a server placed or answered. For any thread. Waiting methods throw {@link
 * AssertionError} when their time is up. The end of the call is known from the dialog store, so
 * also when the phone's BYE came to another server of that store.
 */
public final class LabCall {

    private final Node node;
    private final Requests requests;
    private volatile Optional<LabRequest> invite = Optional.empty();
    private volatile Optional<Leg> leg = Optional.empty();

    LabCall(Node node, Requests requests) {
        this.node = node;
        this.requests = requests;
    }

    /** The INVITE of a call that the server placed; empty in one that it answered. */
    public Optional<LabRequest> invite() {
        return invite;
    }

    /** The dialog; empty until the call is accepted. */
    public Optional<Dialog> dialog() {
        return leg.map(Leg::dialog);
    }

    /** Waits for 180. */
    public LabCall awaitRinging(Duration limit) {
        placed().awaitCode(180, limit);
        return this;
    }

    /** Waits for a 2xx, which is acknowledged; another final response is an error. */
    public LabCall awaitAnswered(Duration limit) {
        SipMessage response = placed().awaitFinal(limit);
        if (response.code() >= 300) {
            throw new AssertionError("refused with " + response);
        }
        node.loop().call(() -> leg); // until the loop has made the dialog of the response
        return this;
    }

    /** Waits for the final response, whatever it is. */
    public SipMessage awaitFinal(Duration limit) {
        return placed().awaitFinal(limit);
    }

    /** Waits until either side has ended the accepted call. */
    public LabCall awaitEnded(Duration limit) {
        if (!node.dialogs().awaitEnd(established().dialog(), limit.toMillis())) {
            throw new AssertionError("the call goes on after " + limit.toMillis() + " ms");
        }
        return this;
    }

    /** Whether the call was accepted and has not ended. */
    public boolean isLive() {
        return leg.filter(l -> node.dialogs().contains(l.dialog())).isPresent();
    }

    /** Ends the accepted call with BYE. */
    public LabRequest hangUp() {
        Leg established = established();
        LabRequest bye = request("BYE", message -> message);
        node.dialogs().remove(established.dialog());
        return bye;
    }

    /** Takes back an INVITE that is not answered yet; its 487 comes as the final response. */
    public void cancel() {
        LabRequest placed = placed();
        node.loop().run(() -> requests.cancel(placed));
    }

    /** Offers the session anew with this SDP and acknowledges the answer. */
    public LabRequest reInvite(String sdp) {
        return request("INVITE", message -> message.withBody(Sdp.TYPE, sdp));
    }

    /** An UPDATE without a body, as it refreshes a session (RFC 4028). */
    public LabRequest update() {
        return request("UPDATE", message -> message);
    }

    /** An UPDATE with an offer (RFC 3311). */
    public LabRequest update(String sdp) {
        return request("UPDATE", message -> message.withBody(Sdp.TYPE, sdp));
    }

    /** Any request in the dialog of the accepted call, changed before it is sent. */
    public LabRequest request(String method, UnaryOperator<SipMessage> change) {
        Leg established = established();
        return node.loop().call(() -> send(established, method, change));
    }

    private LabRequest send(Leg established, String method, UnaryOperator<SipMessage> change) {
        SipMessage message = change.apply(established.request(node, method));
        Flow way = established.way(node, message);
        if (!method.equals("INVITE")) {
            return requests.send(way, message);
        }
        return requests.send(way, message, r -> acknowledge(established, r), () -> {});
    }

    /** A plain offer, to be changed for {@link #reInvite}. */
    public String offer() {
        return Sdp.offer(node.hostPort(Transport.UDP).host());
    }

    void answeredBy(Leg end) {
        leg = Optional.of(end);
    }

    /** Sends the first INVITE; on the loop. */
    LabCall place(SipMessage message, Flow flow) {
        invite = Optional.of(requests.send(flow, message, r -> accepted(flow, r), () -> {}));
        return this;
    }

    private void accepted(Flow flow, SipMessage response) {
        if (response.code() / 100 != 2 || response.to().tag().isEmpty()) {
            return;
        }
        String from = response.from().tag().orElse("");
        String to = response.to().tag().orElseThrow();
        Dialog dialog = new Dialog(response.callId(), from, to, Dialog.Kind.CALL, node.name());
        Leg end = Leg.placed(dialog, response, flow);
        if (leg.isEmpty()) {
            node.dialogs().add(dialog);
            leg = Optional.of(end);
        }
        acknowledge(end, response);
    }

    private void acknowledge(Leg end, SipMessage response) {
        if (response.code() / 100 == 2 && node.settings().acknowledge) {
            SipMessage ack = end.request(node, "ACK", response.cseq().number());
            node.send(end.way(node, ack), ack);
        }
    }

    private LabRequest placed() {
        return invite.orElseThrow(
                () -> new IllegalStateException("the phone placed this call, not the server"));
    }

    private Leg established() {
        return leg.orElseThrow(() -> new IllegalStateException("the call is not accepted yet"));
    }
}
