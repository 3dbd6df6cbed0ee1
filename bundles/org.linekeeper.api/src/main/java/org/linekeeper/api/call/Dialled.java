// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.call;

import java.util.Objects;

/**
 * A call that is about to be placed.
 *
 * @param line the number of the line that it is placed on
 * @param to as it was dialled: a URI, or digits in the line's own domain
 * @param uri the same as a {@code sip:} or {@code sips:} URI, as the wire shows it
 * @param from the caller's address-of-record, {@code sip:user@domain}
 * @param request method and URI, as in {@code INVITE sip:200@pbx.example}
 */
public record Dialled(int line, String to, String uri, String from, String request) {
    public Dialled {
        Objects.requireNonNull(to);
        Objects.requireNonNull(uri);
        Objects.requireNonNull(from);
        Objects.requireNonNull(request);
    }
}
