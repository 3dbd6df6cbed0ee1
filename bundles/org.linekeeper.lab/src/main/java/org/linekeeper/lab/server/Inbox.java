// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import org.linekeeper.lab.sip.SipMessage;

/** Where sockets put what they read; called on their reader threads. */
interface Inbox {

    /** A well-formed message. */
    void message(Flow from, SipMessage message);

    /** Bytes that are no SIP message. */
    void malformed(Flow from, String sentence);

    /** Blank lines that keep a flow alive. */
    void keepAlive(Flow from);

    /** Whether a new connection may be read at all; false for a server that is mute. */
    boolean readsConnections();
}
