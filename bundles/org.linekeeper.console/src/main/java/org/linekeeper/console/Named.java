// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import org.linekeeper.http.kit.Problem;
import org.linekeeper.http.kit.Request;

/** What the path of a request names. */
final class Named {
    private Named() {}

    /** The number of the line; what cannot be one is not found. */
    static int line(Request request) {
        String text = request.path().get("line");
        if (!text.matches("[1-9][0-9]{0,2}|1000")) {
            throw new Problem(404, "There is no line " + text + ".");
        }
        return Integer.parseInt(text);
    }

    /** The id of a call, a ladder or a subscription. */
    static String id(Request request) {
        return request.path().get("id");
    }
}
