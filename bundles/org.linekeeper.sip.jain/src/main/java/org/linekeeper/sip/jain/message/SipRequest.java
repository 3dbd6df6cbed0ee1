// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.message;

import java.util.List;

/** A request from the wire. */
public final class SipRequest extends SipMessage {
    private final String method;
    private final Uri uri;

    SipRequest(String method, Uri uri, List<Header> headers, Parts parts, byte[] body) {
        super(headers, parts, body);
        this.method = method;
        this.uri = uri;
    }

    public String method() {
        return method;
    }

    public boolean is(String other) {
        return method.equals(other);
    }

    /** The Request-URI. */
    public Uri uri() {
        return uri;
    }

    @Override
    public String toString() {
        return method + " " + uri.text();
    }
}
