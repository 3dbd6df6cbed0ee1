// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.access;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import org.linekeeper.http.kit.Request;

/** What routes add to the audit of the requests that they are answering. For any thread. */
final class Deeds implements Audit {
    private final Map<Request, String> details =
            Collections.synchronizedMap(new IdentityHashMap<>());

    void begin(Request request) {
        details.put(request, "");
    }

    @Override
    public void add(Request request, String detail) {
        details.computeIfPresent(request, (same, before) -> before + " " + detail);
    }

    /** All that was added, with a blank before it. */
    String of(Request request) {
        return details.getOrDefault(request, "");
    }

    void end(Request request) {
        details.remove(request);
    }
}
