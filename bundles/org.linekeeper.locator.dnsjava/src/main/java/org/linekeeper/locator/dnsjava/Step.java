// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.locator.Located;

/** One way to find the targets of a server. Steps stand in a row; the first that knows decides. */
interface Step extends AutoCloseable {
    /**
     * Tries this way; returns at once. The stage gives empty when the next step is to be asked.
     *
     * @param server what to find
     * @param rules how to ask
     */
    CompletionStage<Optional<Located>> locate(Server server, DnsRules rules);

    /** Ends what is under way; its stages complete with a failure. */
    @Override
    default void close() {}
}
