// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.linekeeper.lab.sip.SipMessage;

/** The server's client transactions (RFC 3261 section 17.1). Belongs to the server's loop. */
final class Requests {

    private static final int MAX_LIVE = 2_000;

    private final Node node;
    private final Map<String, Live> live = new LinkedHashMap<>();

    Requests(Node node) {
        this.node = node;
    }

    LabRequest send(Flow flow, SipMessage message) {
        return send(flow, message, response -> {}, () -> {});
    }

    /**
     * Sends and, on UDP, retransmits.
     *
     * @param onResponse gets every response, retransmitted 2xx included
     * @param onSilence called when 64 x T1 passed without a final response, without any for INVITE
     */
    LabRequest send(
            Flow flow, SipMessage message, Consumer<SipMessage> onResponse, Runnable onSilence) {
        LabRequest request = new LabRequest(message, flow);
        live.put(key(message), new Live(request, onResponse));
        if (live.size() > MAX_LIVE) {
            live.remove(live.keySet().iterator().next());
        }
        node.send(flow, message);
        long t1Ms = node.settings().timers.t1Ms();
        if (flow.transport() == Transport.UDP) {
            again(request, t1Ms, t1Ms);
        }
        Duration limit = Duration.ofMillis(node.settings().timers.giveUpMs());
        node.loop()
                .after(
                        limit,
                        () -> {
                            if (isOpen(request)) {
                                onSilence.run();
                            }
                        });
        return request;
    }

    private void again(LabRequest request, long intervalMs, long elapsedMs) {
        Settings.Timers timers = node.settings().timers;
        node.loop()
                .after(
                        Duration.ofMillis(intervalMs),
                        () -> {
                            if (!isOpen(request) || elapsedMs >= timers.giveUpMs()) {
                                return;
                            }
                            node.send(request.flow(), request.message());
                            long next = timers.afterMs(intervalMs, !isInvite(request));
                            again(request, next, elapsedMs + next);
                        });
    }

    private static boolean isInvite(LabRequest request) {
        return request.message().method().equals("INVITE");
    }

    private static boolean isOpen(LabRequest request) {
        return isInvite(request) ? !request.hasResponse() : request.finalResponse().isEmpty();
    }

    /** Takes a response; one that belongs to no request of this server is dropped. */
    void response(SipMessage response) {
        Live found = live.get(key(response));
        if (found == null) {
            return;
        }
        LabRequest request = found.request;
        boolean repeated = request.finalResponse().isPresent();
        request.answered(response);
        if (request.takeCancel()) {
            sendCancel(request);
        }
        boolean refusedInvite = isInvite(request) && response.code() >= 300;
        if (refusedInvite) {
            node.send(request.flow(), hopByHop(request.message(), "ACK", response));
        }
        boolean repeatedOk = isInvite(request) && response.code() / 100 == 2;
        if (!repeated || repeatedOk) {
            found.onResponse.accept(response);
        }
    }

    /** Cancels an INVITE, at once or when its first provisional response comes. */
    void cancel(LabRequest invite) {
        invite.cancelled();
        if (invite.takeCancel()) {
            sendCancel(invite);
        }
    }

    private void sendCancel(LabRequest invite) {
        send(invite.flow(), hopByHop(invite.message(), "CANCEL", invite.message()));
    }

    /** CANCEL and the ACK of a refusal: the INVITE's own URI, Via and Route (9.1, 17.1.1.3). */
    private static SipMessage hopByHop(SipMessage invite, String method, SipMessage to) {
        SipMessage request =
                SipMessage.request(method, invite.uri())
                        .plus("Via", invite.list("Via").get(0))
                        .plus("Max-Forwards", "70")
                        .plus("From", invite.first("From").orElseThrow())
                        .plus("To", to.first("To").orElseThrow())
                        .plus("Call-ID", invite.callId())
                        .plus("CSeq", invite.cseq().number() + " " + method);
        for (String route : invite.list("Route")) {
            request = request.plus("Route", route);
        }
        return request;
    }

    private static String key(SipMessage message) {
        return message.topVia().orElseThrow().branch() + " " + message.cseq();
    }

    private record Live(LabRequest request, Consumer<SipMessage> onResponse) {}
}
