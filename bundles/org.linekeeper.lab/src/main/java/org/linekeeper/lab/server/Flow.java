// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.net.InetSocketAddress;

/** A way back to one remote address: a UDP address pair or a connection. For any thread. */
interface Flow {

    Transport transport();

    InetSocketAddress remote();

    /** The remote address for people. */
    default String peer() {
        return remote().getAddress().getHostAddress() + ":" + remote().getPort();
    }

    /** Whether bytes still have a chance to arrive. */
    boolean isOpen();

    /** Writes without blocking; what cannot be written is lost, as on a network. */
    void send(byte[] bytes);
}
