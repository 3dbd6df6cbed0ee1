// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

/** What came of reading bytes. */
public sealed interface Reading {
    /** A message that holds what it must. */
    record Understood(SipMessage message) implements Reading {}

    /** A request that is not to be served, but can be answered. */
    record Refused(SipRequest request, int code, String reason) implements Reading {}

    /** Nothing to be answered; {@code counter} names the reason. */
    record Dropped(String counter) implements Reading {}
}
