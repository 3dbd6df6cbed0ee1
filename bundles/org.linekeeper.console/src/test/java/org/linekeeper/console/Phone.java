// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.linekeeper.http.kit.Limits;
import org.linekeeper.http.kit.LoopbackServer;

/** A console over fake lines. */
final class Phone extends LoopbackServer {
    final FakeLines lines = new FakeLines();
    final FakeTransitions transitions = new FakeTransitions();
    final Console console;

    Phone() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        console = Console.open(any, Optional.empty(), Limits.STANDARD, lines, transitions);
        transitions.tell(console.listeners());
    }

    @Override
    public int port() {
        return console.address().getPort();
    }

    @Override
    public void close() {
        console.close();
    }
}
