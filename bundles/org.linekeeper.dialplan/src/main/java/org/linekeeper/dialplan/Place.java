// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dialplan;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.Transport;

/**
 * A destination as a rule writes it.
 *
 * @param uri with references to groups
 * @param named the transport that is named beside it
 */
record Place(Template uri, Optional<Transport> named) {
    /** Reads {@code URI[/transport]}. */
    static Place withTransport(Entry entry, String word, int groups) throws UnreadableRules {
        int slash = word.indexOf('/', word.lastIndexOf('@') + 1);
        if (slash < 0) {
            return of(entry, word, Optional.empty(), groups);
        }
        return of(
                entry,
                word.substring(0, slash),
                Optional.of(transport(entry, word.substring(slash + 1))),
                groups);
    }

    static Place of(Entry entry, String text, Optional<Transport> named, int groups)
            throws UnreadableRules {
        Template uri = Template.parse(entry, text, groups);
        // What a group finds is not known before a call; one digit fits wherever something can.
        String sample = uri.fill(Collections.nCopies(groups, "1"));
        if (!uri.beginsWithGroup() && !SipUri.isDestination(sample)) {
            throw entry.refused(
                    text
                            + " is no sip: URI with a host, of up to "
                            + Destination.MOST_URI
                            + " characters");
        }
        return new Place(uri, named);
    }

    static Transport transport(Entry entry, String name) throws UnreadableRules {
        return SipUri.transport(name)
                .orElseThrow(() -> entry.refused(name + " is none of UDP, TCP and TLS"));
    }

    /** The URI that comes out; it may be none that a call can be sent to. */
    String uri(List<String> groups) {
        return uri.fill(groups);
    }
}
