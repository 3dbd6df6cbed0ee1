// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.policy;

/** What one attempt sends. The signalling bundle makes the message of it. */
public sealed interface Request {
    /**
     * REGISTER (RFC 3261 section 10).
     *
     * @param registration the id of the binding; each id has a Call-ID and a CSeq of its own
     * @param expiresSeconds to ask for; 0 removes the binding
     */
    record Register(String registration, int expiresSeconds) implements Request {}

    /**
     * INVITE of a call (RFC 3261 section 13). A second one for the same call, at another hop, is a
     * new dialog under the same call id.
     *
     * @param call the id of the call
     * @param uri where to, or digits in the line's own domain
     */
    record Invite(String call, String uri) implements Request {}

    /**
     * BYE in the dialog of a call. At another hop than the dialog's the same dialog goes on:
     * Call-ID and tags stay, CSeq grows, Route entries that name the dead server are replaced.
     *
     * @param call the id of the call
     */
    record Bye(String call) implements Request {}

    /**
     * SUBSCRIBE (RFC 6665): in the dialog that the subscription has at this hop's target or, if it
     * has none there, in a new one.
     *
     * @param subscription the id of the subscription
     * @param event the event package
     * @param to URI of what is watched; empty = the line's own address-of-record
     * @param expiresSeconds to ask for; 0 ends the subscription
     */
    record Subscribe(String subscription, String event, String to, int expiresSeconds)
            implements Request {}

    /** OPTIONS outside a dialog (RFC 3261 section 11). */
    record Options() implements Request {}
}
