// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.PortRange;
import org.linekeeper.api.line.Transport;
import org.linekeeper.sip.jain.line.Wires;
import org.linekeeper.sip.jain.net.ErrorQueue;
import org.linekeeper.sip.jain.net.EventLoop;
import org.linekeeper.sip.jain.net.NioWire;
import org.linekeeper.sip.jain.net.TlsTrust;
import org.linekeeper.sip.jain.net.Wire;
import org.linekeeper.sip.jain.net.WireOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the sockets of the device's lines as the settings and each line's configuration say. */
final class Sockets implements Wires {
    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    private final EventLoop loop;
    private final Settings settings;
    private final RandomGenerator random;
    private final ErrorQueue errors;
    private Optional<SSLContext> context = Optional.empty();
    private boolean contextRead;
    private final Map<Integer, Integer> holders = new HashMap<>();
    private OptionalInt firstLine = OptionalInt.empty();

    Sockets(EventLoop loop, Settings settings, RandomGenerator random, ErrorQueue errors) {
        this.loop = loop;
        this.settings = settings;
        this.random = random;
        this.errors = errors;
    }

    /**
     * Reads the certificates if a line needs them: on the thread of who opens the line, as the
     * loop's must not wait for a disk.
     */
    synchronized void prepare(LineConfig config) {
        if (firstLine.isEmpty()) {
            firstLine = OptionalInt.of(config.line());
        }
        if (usesTls(config)) {
            context();
        }
    }

    /**
     * The certificates. The loop itself reads them only for a line whose own servers want no TLS
     * and whose call plan leads to the first place that does.
     */
    private synchronized Optional<SSLContext> context() {
        if (!contextRead) {
            contextRead = true;
            try {
                context = Optional.of(TlsTrust.context(settings.ca(), Optional.empty()));
            } catch (IOException e) {
                LOG.error("no TLS: {}", e.getMessage());
            }
        }
        return context;
    }

    @Override
    public Wire open(LineConfig config, Wire.Listener listener) {
        return new NioWire(loop, listener, options(config));
    }

    @Override
    public boolean isSame(LineConfig one, LineConfig other) {
        return one.localPort().equals(other.localPort());
    }

    private synchronized WireOptions options(LineConfig config) {
        prepare(config);
        boolean first = firstLine.orElse(-1) == config.line();
        OptionalInt port = first ? settings.port() : OptionalInt.empty();
        PortRange ports = port.isPresent() ? PortRange.only(port.getAsInt()) : ports(config);
        return new WireOptions(settings.bind(), ports, random, this::context, errors);
    }

    /**
     * Many phones configure one port for all their lines. The line that was opened first has it;
     * the others, which could only wait for it for ever, take any free one.
     */
    private PortRange ports(LineConfig config) {
        PortRange asked = config.localPort();
        if (asked.min() != asked.max() || asked.min() == 0) {
            return asked;
        }
        int holder = holders.computeIfAbsent(asked.min(), port -> config.line());
        return holder == config.line() ? asked : PortRange.ANY;
    }

    private static boolean usesTls(LineConfig config) {
        return Stream.concat(config.servers().stream(), config.outboundProxies().stream())
                .anyMatch(
                        server ->
                                server.transport() == Transport.TLS
                                        || server.transport() == Transport.NAPTR);
    }
}
