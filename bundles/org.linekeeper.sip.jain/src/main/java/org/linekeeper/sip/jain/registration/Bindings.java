// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.registration;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.linekeeper.sip.jain.message.Ids;

/** The bindings of a line by their ids. */
public final class Bindings {
    private final Map<String, Binding> bindings = new ConcurrentHashMap<>();
    private final Ids ids;

    public Bindings(Ids ids) {
        this.ids = ids;
    }

    /** The Call-ID of a binding; for any thread. */
    public Optional<String> callId(String registration) {
        return Optional.ofNullable(bindings.get(registration)).map(Binding::callId);
    }

    Binding of(String registration) {
        return bindings.computeIfAbsent(
                registration, id -> new Binding(ids.callId(), ids.tag(), ids.cseq()));
    }
}
