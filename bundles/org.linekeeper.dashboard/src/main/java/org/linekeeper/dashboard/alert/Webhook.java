// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.alert;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Optional;

/**
 * Whom to tell.
 *
 * @param id names it
 * @param url where the CloudEvents are posted to, http or https
 */
public record Webhook(String id, URI url) {
    private static final int MOST_CHARACTERS = 1_000;

    /**
     * How the last delivery went.
     *
     * @param state {@code untried}, {@code ok} or {@code failing}
     * @param last when it was
     * @param error why it failed, in one sentence without the address's secrets
     */
    public record State(String state, Optional<Instant> last, Optional<String> error) {
        static final State UNTRIED = new State("untried", Optional.empty(), Optional.empty());
    }

    /** Empty if that is no address to post to. */
    public static Optional<URI> url(String text) {
        try {
            URI url = new URI(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean fits = http && url.getHost() != null && url.getFragment() == null;
            return Optional.of(url).filter(any -> fits && text.length() <= MOST_CHARACTERS);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
