// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.demo;

import java.util.List;
import org.linekeeper.api.fleet.Drill;
import org.linekeeper.lab.server.Mode;
import org.linekeeper.lab.server.PocketServer;

/** The plugs of the demo's servers. */
final class PlugBoard implements Drill {
    private final List<Socket> sockets;

    /**
     * A server and its plug.
     *
     * @param name of the plug
     * @param label for people
     */
    record Socket(String name, String label, PocketServer server) {}

    PlugBoard(List<Socket> sockets) {
        this.sockets = List.copyOf(sockets);
    }

    @Override
    public List<Plug> plugs() {
        return sockets.stream()
                .map(each -> new Plug(each.name(), each.label(), isPulled(each)))
                .toList();
    }

    private static boolean isPulled(Socket socket) {
        return socket.server().mode() == Mode.SILENT;
    }

    @Override
    public void pull(String name) {
        find(name).server().silent();
    }

    @Override
    public void plugIn(String name) {
        find(name).server().up();
    }

    private Socket find(String name) {
        return sockets.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no plug " + name));
    }
}
