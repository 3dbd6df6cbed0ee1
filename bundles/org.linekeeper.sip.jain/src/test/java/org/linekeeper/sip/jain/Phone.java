// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain;

import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.linekeeper.api.line.Budget;
import org.linekeeper.api.line.Hop;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Outcome;
import org.linekeeper.api.line.Secret;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Timers;
import org.linekeeper.api.line.Transport;
import org.linekeeper.api.policy.LineEvent;
import org.linekeeper.api.policy.Request;
import org.linekeeper.api.sip.LineSignalling;
import org.linekeeper.lab.server.PocketServer;

/** The whole component with one line, as the runtime drives it. */
final class Phone implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(5);
    static final Timers FAST = new Timers(50, 400, 500);

    final List<LineEvent> events = new CopyOnWriteArrayList<>();
    final JainSignalling signalling;
    final LineSignalling line;
    private final AtomicLong attempts = new AtomicLong();

    Phone() {
        this(draft -> {});
    }

    Phone(Consumer<LineConfig.Draft> changes) {
        this(changes, Optional.empty());
    }

    Phone(Consumer<LineConfig.Draft> changes, Optional<Path> ca) {
        Settings settings =
                new Settings(
                        Optional.empty(),
                        OptionalInt.empty(),
                        ca,
                        Optional.of("00000000-0000-4000-8000-000000000001"),
                        Path.of("unused"));
        signalling = new JainSignalling(settings, "1.2.3");
        line = signalling.open(config().with(changes), events::add);
    }

    static LineConfig config() {
        return LineConfig.line(1)
                .with(
                        draft ->
                                draft.user("100")
                                        .password(Secret.of("secret"))
                                        .domain("pbx.example")
                                        .servers(List.of(Server.at("a.example"), Server.at("b"))));
    }

    static Hop hop(PocketServer server) {
        return hop(server, Transport.UDP);
    }

    /** The second server of the line. */
    static Hop backup(PocketServer server) {
        return Hop.direct(1, hop(server).target());
    }

    static Hop hop(PocketServer server, Transport transport) {
        int port = transport == Transport.TLS ? server.tlsPort() : server.port();
        InetAddress address = server.address().getAddress();
        return Hop.direct(0, new Target(address.getHostAddress(), port, transport, "a.example"));
    }

    /** Shortens T1, for tests of silence; the others must not retransmit on a slow machine. */
    Phone fast() {
        line.configure(config().with(draft -> draft.timers(FAST)));
        return this;
    }

    Outcome register(PocketServer server) {
        return send(new Request.Register("r", 600), hop(server), Budget.sends(4));
    }

    Outcome send(Request what, Hop hop, Budget budget) {
        return outcome(begin(what, hop, budget));
    }

    long begin(Request what, Hop hop, Budget budget) {
        long id = attempts.incrementAndGet();
        line.send(id, what, hop, budget);
        return id;
    }

    Outcome outcome(long attempt) {
        return event(LineEvent.AttemptEnded.class, ended -> ended.attempt() == attempt).outcome();
    }

    /** Waits for an event. */
    <E extends LineEvent> E event(Class<E> kind) {
        return event(kind, any -> true);
    }

    <E extends LineEvent> E event(Class<E> kind, java.util.function.Predicate<E> wanted) {
        return await().atMost(SOON)
                .until(() -> find(kind, wanted), Optional::isPresent)
                .orElseThrow();
    }

    <E extends LineEvent> Optional<E> find(Class<E> kind, java.util.function.Predicate<E> wanted) {
        return events.stream().filter(kind::isInstance).map(kind::cast).filter(wanted).findFirst();
    }

    /** Dials a number and waits until it is answered. */
    String call(Hop hop) {
        Outcome outcome = send(new Request.Invite("call", "200"), hop, Budget.sends(4));
        org.assertj.core.api.Assertions.assertThat(((Outcome.Response) outcome).code())
                .isEqualTo(200);
        return "call";
    }

    /** The code of a final response. */
    static int code(Outcome outcome) {
        return ((Outcome.Response) outcome).code();
    }

    long count(String name) {
        return line.counters().getOrDefault(name, 0L);
    }

    @Override
    public void close() {
        line.close();
        signalling.close();
    }
}
