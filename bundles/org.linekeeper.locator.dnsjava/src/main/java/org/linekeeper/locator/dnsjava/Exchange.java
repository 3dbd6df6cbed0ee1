// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.xbill.DNS.Message;

/** Sends one query to one DNS server and waits for its answer. */
interface Exchange extends AutoCloseable {
    /**
     * Blocks until the answer is there, whatever it says, at most for the given time.
     *
     * @return an answer to this query: its id, its question
     * @throws IOException no answer; the message tells why in a few words
     */
    Message ask(InetSocketAddress server, Message query, long timeoutMs) throws IOException;

    /** Ends all exchanges under way, and each later one at once, with an {@link IOException}. */
    @Override
    void close();
}
