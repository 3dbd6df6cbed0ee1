// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.linekeeper.api.line.Target;

/**
 * A line's sockets. All methods are called on the scheduler's thread and never block it; all
 * callbacks come on it.
 */
public interface Wire extends AutoCloseable {
    /**
     * The local address and port that a message to {@code target} would come from, for Via and
     * Contact: where the phone listens. Empty without a route or while the port is taken.
     */
    Optional<InetSocketAddress> localFor(Target target);

    /**
     * Sends a whole message to a target, over a connection that stands or a new one. What the
     * transport says against it comes as {@link Listener#broken}, once for all messages on the way.
     *
     * @param connectMs how long a connection, TLS included, may take
     */
    void send(Target target, byte[] message, long connectMs);

    /**
     * Sends a keep-alive of raw bytes to a target if there is a flow to it; never connects. To a
     * UDP target there always is one, so that ICMP in answer to it comes as {@link
     * Listener#broken}.
     */
    void keepAlive(Target target, byte[] bytes);

    /**
     * Nothing answered what was sent to a target since then. If nothing else was heard on its
     * connection either, it may be open at this end only: the next message gets a new one. This one
     * is still read for a while, for what comes late.
     */
    void unanswered(Target target, long sinceMs);

    /** Local addresses changed: every socket is closed without a word and opened anew on use. */
    void reopen();

    @Override
    void close();

    /** Hears of what arrives. */
    interface Listener {
        /** A whole message, CRLF keep-alives left out. */
        void received(Flow flow, byte[] message);

        /** A target is out of reach; what was sent to it and not answered has failed. */
        void broken(Target target, org.linekeeper.api.line.Outcome.Unreachable how);

        /** The local port, which had been taken, is ours now. */
        void opened();

        /** Bytes were dropped: not SIP, too large, too many. {@code what} names a counter. */
        void dropped(String what);
    }
}
