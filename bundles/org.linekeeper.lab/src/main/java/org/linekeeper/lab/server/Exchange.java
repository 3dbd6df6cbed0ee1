// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.linekeeper.lab.sip.SipMessage;

/**
 * One request at a server and what was answered to it, in the hands of a {@link Step}. Its methods
 * may be called from any thread; a response sent while a fault keeps the server quiet is lost.
 */
public final class Exchange {

    private final Node node;
    private final Flow flow;
    private final SipMessage request;
    private final String tag;
    private final Consumer<Exchange> normal;
    private final Consumer<Exchange> accept;
    private volatile Optional<SipMessage> lastResponse = Optional.empty();
    private volatile Runnable onCancel = () -> respond(487);

    Exchange(
            Node node,
            Flow from,
            SipMessage received,
            Consumer<Exchange> normal,
            Consumer<Exchange> accept) {
        this.node = node;
        this.flow = node.replyFlow(from, received);
        this.request = Node.stamped(received, from);
        this.tag = node.ids().next(6);
        this.normal = normal;
        this.accept = accept;
    }

    /** The request, its topmost Via completed with received and rport. */
    public SipMessage request() {
        return request;
    }

    /** A response ready to be changed and sent, with this server's To tag unless it is 100. */
    public SipMessage response(int code) {
        SipMessage response = SipMessage.response(request, code);
        return code == 100 ? response : response.withToTag(tag);
    }

    /** Sends a plain response of that code. */
    public void respond(int code) {
        respond(response(code));
    }

    /** Sends this response; a retransmission of the request gets it again. */
    public void respond(SipMessage response) {
        lastResponse = Optional.of(response);
        node.send(flow, response);
    }

    /** Runs that on the server's thread so much later. */
    public void after(Duration delay, Runnable task) {
        node.loop().after(delay, task);
    }

    /** Does what the server does without a script. */
    public void proceed() {
        node.loop().run(() -> normal.accept(this));
    }

    /** Accepts an INVITE with a To tag of its own for each call of this method. */
    public void accept() {
        node.loop().run(() -> accept.accept(this));
    }

    /** Makes a CANCEL come too late: it is answered, and this INVITE goes on. */
    public void ignoreCancel() {
        onCancel = () -> {};
    }

    void onCancel(Runnable task) {
        onCancel = task;
    }

    /** A CANCEL came for this INVITE. */
    void cancel() {
        if (!isAnswered()) {
            onCancel.run();
        }
    }

    Flow flow() {
        return flow;
    }

    String tag() {
        return tag;
    }

    boolean isAnswered() {
        return lastResponse.filter(r -> r.code() >= 200).isPresent();
    }

    /** Answers a retransmission. */
    void repeat() {
        lastResponse.ifPresent(response -> node.send(flow, response));
    }
}
