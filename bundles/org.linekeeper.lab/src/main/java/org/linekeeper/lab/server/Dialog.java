// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

/**
 * A call or a subscription as the servers of one store know it (RFC 3261 section 12).
 *
 * @param callId its Call-ID
 * @param callerTag the tag of the side that began it
 * @param calleeTag the tag of the other side
 * @param kind what it is
 * @param server the name of the server where it was set up
 */
public record Dialog(String callId, String callerTag, String calleeTag, Kind kind, String server) {

    /** What a dialog is and who its ends are. */
    public enum Kind {
        /** A call between a phone and the server itself. */
        CALL,
        /** A call between two phones through the server. */
        RELAYED,
        /** A subscription of a phone at the server. */
        SUBSCRIPTION
    }

    boolean matches(String id, String oneTag, String otherTag) {
        boolean forth = callerTag.equals(oneTag) && calleeTag.equals(otherTag);
        boolean back = callerTag.equals(otherTag) && calleeTag.equals(oneTag);
        return callId.equals(id) && (forth || back);
    }
}
