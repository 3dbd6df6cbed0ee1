// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.sip;

import java.util.function.Consumer;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.policy.LineEvent;
import org.osgi.annotation.versioning.ProviderType;

/** Speaks SIP for lines. Safe for use by several threads; never blocks. */
@ProviderType
public interface Signalling {
    /**
     * Brings a line onto the network: a local port of its own, dialogs of its own. A port that is
     * taken is said once in the log and tried again until it is free.
     *
     * @param config the line
     * @param events gets what happens on the wire, on the signalling's own thread; must not block
     * @param messages gets each message as {@link LineSignalling#trace} keeps it, before it is sent
     *     or read, on the signalling's own thread; must not block
     */
    LineSignalling open(
            LineConfig config, Consumer<LineEvent> events, Consumer<TraceEntry> messages);

    /** The same for somebody to whom the messages are nothing. */
    default LineSignalling open(LineConfig config, Consumer<LineEvent> events) {
        return open(config, events, message -> {});
    }
}
