// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.api.locator;

import java.util.concurrent.CompletionStage;
import org.linekeeper.api.line.DnsRules;
import org.linekeeper.api.line.Server;
import org.osgi.annotation.versioning.ConsumerType;

/** Finds the targets of a server (RFC 3263). Safe for use by several threads; never blocks. */
@ConsumerType
public interface TargetLocator {
    /**
     * Looks a server up. The stage completes normally in bounded time, with what was found or with
     * the reason why nothing was; never exceptionally.
     *
     * @param server name or IP literal, port, transport
     * @param rules how to ask
     */
    CompletionStage<Located> locate(Server server, DnsRules rules);
}
