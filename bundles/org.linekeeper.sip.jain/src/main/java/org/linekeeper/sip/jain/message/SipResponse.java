// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.util.List;

/** A response from the wire. */
public final class SipResponse extends SipMessage {
    private final int code;
    private final String reason;

    SipResponse(int code, String reason, List<Header> headers, Parts parts, byte[] body) {
        super(headers, parts, body);
        this.code = code;
        this.reason = reason;
    }

    /** 100 to 699. */
    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    public boolean isProvisional() {
        return code < 200;
    }

    public boolean isSuccess() {
        return code >= 200 && code < 300;
    }

    @Override
    public String toString() {
        return code + " " + reason;
    }
}
