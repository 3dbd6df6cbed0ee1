// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.line;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.linekeeper.sip.jain.call.Incoming;
import org.linekeeper.sip.jain.call.SessionTimers;
import org.linekeeper.sip.jain.exchange.Line;
import org.linekeeper.sip.jain.message.ResponseForm;
import org.linekeeper.sip.jain.message.SipRequest;
import org.linekeeper.sip.jain.subscription.Subscriptions;
import org.linekeeper.sip.jain.transaction.ServerTransaction;
import org.linekeeper.sip.jain.transaction.ServerTransactions;

/** Requests from outside: led to whom they are for, or refused with the code that tells why. */
final class Reception implements ServerTransactions.User {
    private static final Set<String> SERVED =
            Set.of("INVITE", "CANCEL", "BYE", "OPTIONS", "UPDATE", "NOTIFY");
    private static final Set<String> KNOWN =
            Set.of("REGISTER", "INFO", "MESSAGE", "PRACK", "REFER", "SUBSCRIBE", "PUBLISH");

    private final Line line;
    private final Incoming calls;
    private final Subscriptions subscriptions;

    Reception(Line line, Incoming calls, Subscriptions subscriptions) {
        this.line = line;
        this.calls = calls;
        this.subscriptions = subscriptions;
    }

    @Override
    public void request(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Optional<ResponseForm> refusal = refusal(request);
        if (refusal.isPresent()) {
            line.count("refused_" + refusal.get().code());
            transaction.respond(refusal.get());
        } else if (request.is("OPTIONS")) {
            calls.options(transaction);
        } else if (request.is("NOTIFY")) {
            subscriptions.notified(transaction);
        } else {
            calls.request(transaction);
        }
    }

    @Override
    public void cancel(ServerTransaction transaction, Optional<ServerTransaction> invite) {
        calls.cancel(transaction, invite);
    }

    @Override
    public void ack(SipRequest ack) {
        calls.ack(ack);
    }

    @Override
    public void count(String what) {
        line.count(what);
    }

    private static Optional<ResponseForm> refusal(SipRequest request) {
        if (!SERVED.contains(request.method())) {
            int code = KNOWN.contains(request.method()) ? 405 : 501;
            return Optional.of(ResponseForm.of(code).with("Allow", Line.ALLOW));
        }
        if (!request.uri().isSip()) {
            return Optional.of(ResponseForm.of(416));
        }
        List<String> strange =
                request.tokens("Require").stream()
                        .filter(option -> !option.equals(SessionTimers.OPTION))
                        .toList();
        return strange.isEmpty()
                ? Optional.empty()
                : Optional.of(ResponseForm.of(420).with("Unsupported", String.join(", ", strange)));
    }
}
