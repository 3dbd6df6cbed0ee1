// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.linekeeper.api.fleet.BrokerAccess;
import org.linekeeper.api.line.Secret;
import org.linekeeper.broker.access.Credentials;
import org.linekeeper.broker.access.Credentials.Way;
import org.linekeeper.broker.access.Passwords;
import org.linekeeper.broker.front.Door;
import org.linekeeper.broker.front.Front;
import org.linekeeper.broker.front.GatedMqtt;
import org.linekeeper.broker.front.Quotas;
import org.linekeeper.broker.front.Sessions;
import org.linekeeper.broker.front.Tls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT broker in this process. What it has acknowledged with QoS 1 is on the disk: retained
 * messages, and those that wait in a session, outlive the process however it ends.
 *
 * <p>A user is a device, {@code collector} or {@code viewer} (or one of these with a dash and
 * more); what each may do stands in {@code docs/mosquitto.md}, as it is the same there. Without
 * {@code passwords} or {@code ca.pem} in its directory it listens on loopback only, and a client
 * counts as the device that its client id names.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private static final String INTERNAL_USER = "lk-internal";
    private static final int SECRET_BYTES = 24;
    private static final long EXPIRE_SECONDS = 60;

    private final Lock lock;
    private final ActiveMQServer server;
    private final Front front;
    private final InetSocketAddress bound;
    private final BrokerAccess access;
    private final ScheduledFuture<?> expiry;

    private EmbeddedBroker(
            Lock lock,
            ActiveMQServer server,
            Front front,
            InetSocketAddress bound,
            BrokerAccess access,
            Sessions sessions,
            int shortestSeconds) {
        this.lock = lock;
        this.server = server;
        this.front = front;
        this.bound = bound;
        this.access = access;
        long each = Math.min(EXPIRE_SECONDS, shortestSeconds);
        expiry =
                server.getScheduledPool()
                        .scheduleWithFixedDelay(sessions::expire, each, each, TimeUnit.SECONDS);
    }

    /**
     * Starts a broker; it listens when this returns, which takes about a second.
     *
     * @throws IOException with one sentence when it cannot
     */
    public static EmbeddedBroker start(BrokerSettings settings) throws IOException {
        Quiet.artemis();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Artemis looks for classes and resources with it.
        thread.setContextClassLoader(EmbeddedBroker.class.getClassLoader());
        try {
            return new Start(settings).broker();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What is made on the way, to be undone if it leads nowhere. */
    private static final class Start {
        private final BrokerSettings settings;
        private final Path directory;
        private Optional<Lock> lock = Optional.empty();
        private Optional<ActiveMQServer> server = Optional.empty();
        private Optional<Front> front = Optional.empty();
        private volatile Sessions sessions;

        Start(BrokerSettings settings) {
            this.settings = settings;
            directory = settings.directory();
        }

        EmbeddedBroker broker() throws IOException {
            try {
                Files.createDirectories(directory);
                Lock taken = Lock.on(directory);
                lock = Optional.of(taken);
                Optional<SslContext> tls = Tls.in(directory);
                Optional<Passwords> passwords = Passwords.of(directory.resolve("passwords"));
                Way way = way(passwords.isPresent());
                Secret secret = secret();
                ActiveMQServer started =
                        server(new Credentials(INTERNAL_USER, secret.reveal(), passwords));
                sessions = new Sessions(started, settings.limits(), System::currentTimeMillis);
                NettyAcceptor acceptor =
                        (NettyAcceptor)
                                started.getRemotingService().getAcceptor(ArtemisSettings.ACCEPTOR);
                Front made = new Front(acceptor, settings.limits());
                front = Optional.of(made);
                InetSocketAddress bound = listen(made, way, tls);
                InetSocketAddress inside =
                        tls.isEmpty()
                                ? near(bound)
                                : made.listen(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                        Way.INTERNAL,
                                        Optional.empty());
                return new EmbeddedBroker(
                        taken,
                        started,
                        made,
                        bound,
                        new Inside(inside, secret),
                        sessions,
                        settings.limits().readerSeconds());
            } catch (IOException | RuntimeException e) {
                undo();
                throw e;
            } catch (Exception e) {
                undo();
                throw new IOException("The broker in " + directory + " does not start: " + e, e);
            }
        }

        private Way way(boolean passwords) throws IOException {
            if (Tls.demandsCertificates(directory)) {
                return Way.CERTIFICATE;
            }
            if (passwords) {
                return Way.PASSWORD;
            }
            if (!settings.listen().getAddress().isLoopbackAddress()) {
                throw new IOException(
                        "MQTT on "
                                + ListenAddress.text(settings.listen())
                                + " needs the users' passwords in "
                                + directory.resolve("passwords")
                                + " (made by mosquitto_passwd) or ca.pem for their certificates.");
            }
            return Way.ANONYMOUS;
        }

        private ActiveMQServer server(Credentials credentials) throws Exception {
            Quotas quotas = new Quotas(settings.limits());
            ActiveMQServer made =
                    new ActiveMQServerImpl(
                            ArtemisSettings.of(
                                    directory.resolve("data"),
                                    settings.limits(),
                                    secret().reveal()),
                            new Door(credentials, quotas));
            made.addProtocolManagerFactory(
                    new GatedMqtt(settings.limits(), quotas, () -> sessions));
            server = Optional.of(made);
            made.start();
            if (!made.isActive()) {
                throw new IOException("The broker in " + directory + " does not start.");
            }
            return made;
        }

        private InetSocketAddress listen(Front made, Way way, Optional<SslContext> tls)
                throws IOException {
            try {
                return made.listen(settings.listen(), way, tls);
            } catch (BindException e) {
                String why =
                        String.valueOf(e.getMessage()).contains("in use")
                                ? "the port is taken"
                                : "the address is not this host's";
                String place = ListenAddress.text(settings.listen());
                throw new IOException("MQTT cannot listen on " + place + ": " + why + ".", e);
            }
        }

        private void undo() {
            front.ifPresent(Front::close);
            server.ifPresent(EmbeddedBroker::stop);
            lock.ifPresent(EmbeddedBroker::release);
        }
    }

    private static Secret secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Secret.of(HexFormat.of().formatHex(bytes));
    }

    /** Where this host reaches what listens there. */
    private static InetSocketAddress near(InetSocketAddress bound) {
        return bound.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort())
                : bound;
    }

    private record Inside(InetSocketAddress place, Secret password) implements BrokerAccess {
        @Override
        public URI url() {
            return URI.create("mqtt://" + ListenAddress.text(place));
        }

        @Override
        public String user() {
            return INTERNAL_USER;
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return bound;
    }

    /** The port on which it listens. */
    public int port() {
        return bound.getPort();
    }

    /** The way in for the collector of this process; good until the broker is closed. */
    public BrokerAccess access() {
        return access;
    }

    /** Ends all connections and stops; what is stored stays. */
    @Override
    public void close() {
        expiry.cancel(false);
        front.close();
        stop(server);
        release(lock);
    }

    private static void release(Lock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("The broker's directory stays locked: {}", e.toString());
        }
    }

    private static void stop(ActiveMQServer server) {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("The broker has not stopped as it should: {}", e.toString());
        }
    }
}
