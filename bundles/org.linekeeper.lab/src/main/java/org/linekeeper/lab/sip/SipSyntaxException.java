// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

/** Received bytes are no SIP message; the message is one sentence that names place and value. */
public final class SipSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With one clear sentence. */
    public SipSyntaxException(String sentence) {
        super(sentence);
    }
}
