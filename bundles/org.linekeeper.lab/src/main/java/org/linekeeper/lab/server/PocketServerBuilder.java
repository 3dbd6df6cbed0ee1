// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** What must be known before a {@link PocketServer} starts. For one thread. */
public final class PocketServerBuilder {

    private final String name;
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private String realm = "lab";
    private final Map<String, String> users = new LinkedHashMap<>();
    private Optional<String> anyonesPassword = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();
    private Bindings bindings = new Bindings();
    private Dialogs dialogs = new Dialogs();
    private RandomGenerator random = new SplittableRandom();
    private LongSupplier millis = () -> System.nanoTime() / 1_000_000;
    private Consumer<String> log = line -> {};

    PocketServerBuilder(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,40}")) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be a server's name");
        }
        this.name = name;
    }

    /** The address to bind to; 127.0.0.1 unless set. */
    public PocketServerBuilder address(InetAddress bind) {
        address = bind;
        return this;
    }

    /** The port of UDP and TCP; 0 takes one that both have free, below the ephemeral range. */
    public PocketServerBuilder port(int number) {
        port = number;
        return this;
    }

    /** The realm of challenges; {@code lab} unless set. */
    public PocketServerBuilder realm(String text) {
        realm = text;
        return this;
    }

    /** A user with a password; the first one turns digest challenges on. */
    public PocketServerBuilder user(String user, String password) {
        users.put(user, password);
        return this;
    }

    /** The password of every user that was not named; challenges stay off until switched on. */
    public PocketServerBuilder anyUser(String password) {
        anyonesPassword = Optional.of(password);
        return this;
    }

    /** Listens for TLS too, on a port of its own. */
    public PocketServerBuilder tls(SSLContext context) {
        tls = Optional.of(context);
        return this;
    }

    /** A location store to share with other servers. */
    public PocketServerBuilder bindings(Bindings shared) {
        bindings = shared;
        return this;
    }

    /** A dialog store to share with other servers: this one then knows their calls. */
    public PocketServerBuilder dialogs(Dialogs shared) {
        dialogs = shared;
        return this;
    }

    /** Where tags, branches, nonces and free ports are drawn from. */
    public PocketServerBuilder random(RandomGenerator generator) {
        random = generator;
        return this;
    }

    /** The clock of bindings and nonces; any zero, never back. */
    public PocketServerBuilder clock(LongSupplier milliseconds) {
        millis = milliseconds;
        return this;
    }

    /** Called with a short line for each request received, on the thread that read it. */
    public PocketServerBuilder log(Consumer<String> line) {
        log = line;
        return this;
    }

    /** Starts the server; throws {@link UncheckedIOException} when its port is taken. */
    public PocketServer start() {
        Node node =
                new Node(
                        name,
                        new Settings(realm, users, anyonesPassword),
                        new Faults(),
                        new Journal(name),
                        new Loop(name),
                        new Sockets(name, address, tls),
                        bindings,
                        dialogs,
                        new Ids(random),
                        millis);
        Dispatcher dispatcher = new Dispatcher(node, log);
        try {
            node.sockets().open(port, random, dispatcher);
        } catch (IOException e) {
            node.sockets().close();
            node.loop().close();
            String where = address.getHostAddress() + ":" + port;
            throw new UncheckedIOException(
                    name + ": cannot listen on " + where + ": " + e.getMessage(), e);
        }
        return new PocketServer(node, dispatcher);
    }
}
