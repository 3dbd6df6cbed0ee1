// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.transaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.linekeeper.api.line.Timers;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.SipRequest;
import org.linekeeper.sip.jain.message.Via;
import org.linekeeper.sip.jain.net.Flow;
import org.linekeeper.sip.jain.net.Scheduler;

/** The server transactions of a line, a bounded number; all on the scheduler's thread. */
public final class ServerTransactions {
    /** More than a phone's line ever needs; above it requests are refused with 503. */
    static final int MAX = 200;

    /** Who serves requests. */
    public interface User {
        /** A new request, neither ACK nor CANCEL. */
        void request(ServerTransaction transaction);

        /** A CANCEL, and the INVITE that it means (RFC 3261 section 9.2). */
        void cancel(ServerTransaction transaction, Optional<ServerTransaction> invite);

        /** An ACK that is not for a refusal of ours. */
        void ack(SipRequest ack);

        /** Something that is worth a count. */
        void count(String what);
    }

    private final Scheduler scheduler;
    private final BiConsumer<Flow, byte[]> out;
    private final Supplier<Timers> timers;
    private final Supplier<String> tags;
    private final User user;
    private final Map<String, ServerTransaction> open = new LinkedHashMap<>();

    public ServerTransactions(
            Scheduler scheduler,
            BiConsumer<Flow, byte[]> out,
            Supplier<Timers> timers,
            Supplier<String> tags,
            User user) {
        this.scheduler = scheduler;
        this.out = out;
        this.timers = timers;
        this.tags = tags;
        this.user = user;
    }

    public void received(SipRequest request, Flow flow) {
        ServerTransaction known = open.get(key(request, request.method()));
        if (request.is("ACK")) {
            if (known == null || !known.acknowledged()) {
                user.ack(request);
            }
        } else if (known != null) {
            known.repeated();
        } else if (!hasRoom()) {
            user.count("refused_overload");
            ResponseForm busy = ResponseForm.of(503).with("Retry-After", "5");
            out.accept(flow, busy.toBytes(request, tags.get(), flow.remote()));
        } else {
            boolean merged = isMerged(request);
            ServerTransaction begun = begin(request, flow);
            if (merged) {
                user.count("refused_merged");
                begun.respond(ResponseForm.of(482));
            } else if (request.is("CANCEL")) {
                user.cancel(begun, Optional.ofNullable(open.get(key(request, "INVITE"))));
            } else {
                user.request(begun);
            }
        }
    }

    /** Answers a request that is not to be served at all. */
    public void refuse(SipRequest request, Flow flow, ResponseForm response) {
        ServerTransaction known = open.get(key(request, request.method()));
        if (known != null) {
            known.repeated();
        } else if (!request.is("ACK") && hasRoom()) {
            begin(request, flow).respond(response);
        }
    }

    public void close() {
        List.copyOf(open.values()).forEach(ServerTransaction::drop);
        open.clear();
    }

    /**
     * Whether one more can be served. At the bound the eldest that is answered makes room: it only
     * waits to repeat its answer. An INVITE does not, as its ACK would then be nobody's.
     */
    private boolean hasRoom() {
        if (open.size() < MAX) {
            return true;
        }
        Optional<Map.Entry<String, ServerTransaction>> eldest =
                open.entrySet().stream()
                        .filter(each -> !each.getValue().isOpen())
                        .filter(each -> !each.getValue().request().is("INVITE"))
                        .findFirst();
        eldest.ifPresent(
                each -> {
                    each.getValue().drop();
                    open.remove(each.getKey());
                });
        return eldest.isPresent();
    }

    private ServerTransaction begin(SipRequest request, Flow flow) {
        String key = key(request, request.method());
        ServerTransaction begun =
                new ServerTransaction(
                        request,
                        flow,
                        tags.get(),
                        timers.get(),
                        scheduler,
                        out,
                        gone -> open.remove(key));
        open.put(key, begun);
        return begun;
    }

    /** RFC 3261 section 8.2.2.2: the same request by two ways. */
    private boolean isMerged(SipRequest request) {
        return request.to().tag().isEmpty()
                && !request.is("CANCEL")
                && open.values().stream()
                        .map(ServerTransaction::request)
                        .anyMatch(
                                other ->
                                        other.callId().equals(request.callId())
                                                && other.cseq().equals(request.cseq())
                                                && other.from().tag().equals(request.from().tag())
                                                && other.to().tag().isEmpty());
    }

    /** RFC 3261 section 17.2.3. */
    private static String key(SipRequest request, String method) {
        Via via = request.topVia();
        String of = method.equals("ACK") ? "INVITE" : method;
        if (via.branch().startsWith(Via.COOKIE)) {
            return of + " " + via.branch() + " " + via.sentBy();
        }
        return String.join(
                " ",
                of,
                via.text(),
                request.callId(),
                request.from().tag(),
                Long.toString(request.cseq().number()));
    }
}
