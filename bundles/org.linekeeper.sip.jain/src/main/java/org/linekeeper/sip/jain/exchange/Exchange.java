// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.exchange;

import java.util.Optional;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.sip.jain.digest.Trials;
import org.linekeeper.sip.jain.message.RequestForm;
import org.linekeeper.sip.jain.message.SipResponse;
import org.linekeeper.sip.jain.transaction.ClientTransaction;
import org.linekeeper.sip.jain.transaction.Sending;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request to one hop and, when the server challenges it, the same request with credentials, at
 * the same target; each try has the whole budget.
 */
public final class Exchange implements ClientTransaction.User {
    /** Whose request it is. */
    public interface User {
        /** The request, with a CSeq higher than the last one's. */
        RequestForm compose();

        void provisional(SipResponse response);

        /** The final response that no credentials change. */
        void answered(SipResponse response);

        void failed(Outcome outcome);

        /** As {@link ClientTransaction.User#late}. */
        void late(SipResponse response);

        /** As {@link ClientTransaction.User#hasOutcome}. */
        default boolean hasOutcome() {
            return true;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Line line;
    private final Hop hop;
    private final Budget budget;
    private final User user;
    private final Trials trials;
    private Optional<ClientTransaction> current = Optional.empty();
    private boolean closing;

    public Exchange(Line line, Hop hop, Budget budget, User user) {
        this.line = line;
        this.hop = hop;
        this.budget = budget;
        this.user = user;
        this.trials = new Trials(line.nonces(), hop.target());
    }

    /** Sends the request, for the first time or anew. */
    public void send() {
        try {
            compose();
        } catch (RuntimeException e) {
            // A configuration that makes no SIP, or a bug; the attempt needs its outcome anyway.
            LOG.error("nothing to send to {}: {}", hop.target(), e.getMessage());
            failed(new Outcome.Unreachable(Outcome.Kind.NO_ROUTE, "cannot be sent"));
        }
    }

    private void compose() {
        String branch = line.ids().branch();
        Optional<String> via = line.via(hop.target(), branch);
        if (via.isEmpty()) {
            String detail = "no local address for " + hop.target();
            failed(new Outcome.Unreachable(Outcome.Kind.NO_ROUTE, detail));
            return;
        }
        RequestForm bare = user.compose();
        RequestForm form = bare.with(trials.credentials(bare.method(), bare.uri()));
        Sending what =
                new Sending(form, via.get(), branch, hop.target(), line.config().timers(), budget);
        // It may end before start returns, and another try begin within: so current is set first.
        ClientTransaction begun = line.clients().prepare(what, this);
        current = Optional.of(begun);
        line.clients().start(begun);
    }

    /** No further try, whatever the server asks for. */
    public void closing() {
        closing = true;
    }

    /** Stops without a word; what comes late is still told. */
    public void abandon() {
        closing = true;
        current.ifPresent(ClientTransaction::abandon);
    }

    /** What was sent last. */
    public Optional<Sending> sent() {
        return current.map(ClientTransaction::what);
    }

    @Override
    public void provisional(SipResponse response) {
        line.places().learn(hop.target(), response);
        user.provisional(response);
    }

    @Override
    public void answered(SipResponse response) {
        line.places().learn(hop.target(), response);
        if (!closing && (response.code() == 401 || response.code() == 407)) {
            Trials.Verdict verdict = trials.challenged(response);
            if (verdict == Trials.Verdict.AGAIN) {
                send();
                return;
            }
            line.count(verdict == Trials.Verdict.REFUSED ? "auth_refused" : "auth_unsupported");
        }
        user.answered(response);
    }

    @Override
    public void failed(Outcome outcome) {
        user.failed(outcome);
    }

    @Override
    public void late(SipResponse response) {
        user.late(response);
    }

    @Override
    public boolean hasOutcome() {
        return user.hasOutcome();
    }
}
