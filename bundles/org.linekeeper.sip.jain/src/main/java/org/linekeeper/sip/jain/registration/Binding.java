// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.registration;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.linekeeper.api.line.Target;

/** What all REGISTERs of one binding share, over all targets it is ever sent to. */
final class Binding {
    private final String callId;
    private final String tag;
    private final Map<Target, String> contacts = new HashMap<>();
    private long cseq;

    Binding(String callId, String tag, long firstCseq) {
        this.callId = callId;
        this.tag = tag;
        this.cseq = firstCseq;
    }

    String callId() {
        return callId;
    }

    String tag() {
        return tag;
    }

    long nextCseq() {
        return ++cseq;
    }

    /** The Contact that stands at a target, as far as we know. */
    Optional<String> contactAt(Target target) {
        return Optional.ofNullable(contacts.get(target));
    }

    void granted(Target target, String contact) {
        contacts.put(target, contact);
    }

    void removed(Target target) {
        contacts.remove(target);
    }
}
