// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import java.util.Map;

/** Reason phrases of RFC 3261 section 21 for the codes that the lab gives. */
final class Reasons {

    private static final Map<Integer, String> PHRASES =
            Map.ofEntries(
                    Map.entry(100, "Trying"),
                    Map.entry(180, "Ringing"),
                    Map.entry(183, "Session Progress"),
                    Map.entry(200, "OK"),
                    Map.entry(202, "Accepted"),
                    Map.entry(302, "Moved Temporarily"),
                    Map.entry(400, "Bad Request"),
                    Map.entry(401, "Unauthorized"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(407, "Proxy Authentication Required"),
                    Map.entry(408, "Request Timeout"),
                    Map.entry(423, "Interval Too Brief"),
                    Map.entry(480, "Temporarily Unavailable"),
                    Map.entry(481, "Call/Transaction Does Not Exist"),
                    Map.entry(483, "Too Many Hops"),
                    Map.entry(486, "Busy Here"),
                    Map.entry(487, "Request Terminated"),
                    Map.entry(488, "Not Acceptable Here"),
                    Map.entry(489, "Bad Event"),
                    Map.entry(491, "Request Pending"),
                    Map.entry(500, "Server Internal Error"),
                    Map.entry(501, "Not Implemented"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(504, "Server Time-out"),
                    Map.entry(600, "Busy Everywhere"),
                    Map.entry(603, "Decline"));

    private Reasons() {}

    static String of(int code) {
        return PHRASES.getOrDefault(code, "Code " + code);
    }
}
