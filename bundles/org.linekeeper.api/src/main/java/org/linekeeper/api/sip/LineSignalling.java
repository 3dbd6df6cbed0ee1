// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.sip;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.policy.Request;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The signalling of one line. Safe for use by several threads; no method blocks; what comes of a
 * call arrives as an event. A network failure is an outcome, never an exception.
 *
 * <p>By itself it acts only on timers of the transaction, on 401 and 407 (once per nonce, at the
 * server that challenged), on 423, on what needs an ACK, on a 2xx that came too late, and on
 * session timers (RFC 4028): 422, their refreshes, and the end of a call whose session has lapsed.
 */
@ProviderType
public interface LineSignalling extends AutoCloseable {
    /** A changed configuration, in force for what is sent from now on; dialogs go on. */
    void configure(LineConfig config);

    /** Starts an attempt; exactly one AttemptEnded follows, Provisional events may come before. */
    void send(long attempt, Request what, Hop hop, Budget budget);

    /** Stops an attempt, as {@link org.linekeeper.api.policy.Command.Cancel} says. */
    void cancel(long attempt);

    /** Answers a call that rings here; does nothing if it rings no longer. */
    void answer(String call);

    /** Ends the media of a call and refuses it with {@code code} if it rings here. */
    void end(String call, int code);

    /** Frees the dialog of a call or subscription of which nothing more is wanted. */
    void forget(String id);

    /** Where keep-alives go from now on: to one target, or to none. */
    void keepAlive(Optional<Hop> current);

    /**
     * The hops that the line knows, so that a request from elsewhere can be told apart and an
     * incoming call be given its hop.
     */
    void know(Collection<Hop> hops);

    /** The local addresses changed: sockets are opened anew, dialogs and registrations stay. */
    void networkChanged();

    /** The Call-ID of a binding, once a REGISTER for it has been sent. */
    Optional<String> callId(String registration);

    /** The last messages, oldest first, without credentials; at most a few hundred. */
    List<TraceEntry> trace();

    /** Counters since the line was opened: what was dropped, refused, retransmitted. */
    Map<String, Long> counters();

    /** Frees the port and forgets everything. */
    @Override
    void close();
}
