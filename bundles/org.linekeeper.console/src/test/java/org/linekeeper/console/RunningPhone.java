// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.linekeeper.http.kit.Limits;

/** A console over fake lines, for tests outside its package. */
public final class RunningPhone implements AutoCloseable {
    private final FakeLines lines = new FakeLines();
    private final FakeTransitions transitions = new FakeTransitions();
    private final Console console;

    /** On a free port of loopback. */
    public RunningPhone() throws IOException {
        this(InetAddress.getLoopbackAddress(), Optional.empty());
    }

    private RunningPhone(InetAddress address, Optional<Path> home) throws IOException {
        InetSocketAddress any = new InetSocketAddress(address, 0);
        console = Console.open(any, home, Limits.STANDARD, lines, transitions);
        transitions.tell(console.listeners());
    }

    /** On all addresses, behind the token in {@code home}. */
    public static RunningPhone guarded(Path home) throws IOException {
        return new RunningPhone(InetAddress.getByName("0.0.0.0"), Optional.of(home));
    }

    public int port() {
        return console.address().getPort();
    }

    /** What the lines were asked to do. */
    public List<String> asked() {
        return lines.asked;
    }

    /** One more transition. */
    public void happen() {
        transitions.happen();
    }

    @Override
    public void close() {
        console.close();
    }
}
