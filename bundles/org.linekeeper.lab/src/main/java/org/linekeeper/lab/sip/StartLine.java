// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

/** The first line of a SIP message (RFC 3261 sections 7.1 and 7.2). */
public sealed interface StartLine {

    /** The line as it stands on the wire, without CRLF. */
    String text();

    /**
     * A request line.
     *
     * @param method case-sensitive, such as {@code REGISTER}
     * @param uri the Request-URI as written
     */
    record RequestLine(String method, String uri) implements StartLine {
        @Override
        public String text() {
            return method + " " + uri + " SIP/2.0";
        }
    }

    /**
     * A status line.
     *
     * @param code 100 to 699
     * @param reason may be empty
     */
    record StatusLine(int code, String reason) implements StartLine {
        @Override
        public String text() {
            return "SIP/2.0 " + code + " " + reason;
        }
    }
}
