// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.linekeeper.lab.sip.DigestAlgorithm;
import org.linekeeper.lab.sip.SipMessage;

/**
 * A SIP server in a pocket: registrar, digest, a callee that answers, a proxy between its phones,
 * and every fault at the turn of a switch. UDP and TCP share one port on loopback.
 *
 * <p>All methods are for any thread. When a switch (such as {@link #silent}) returns, the server
 * sends nothing more of what it was doing before. Waiting methods throw {@link AssertionError} when
 * their time is up, with what was received instead. {@link #close} frees everything and may be
 * called twice.
 */
public final class PocketServer implements AutoCloseable {

    private final Node node;
    private final Dispatcher dispatcher;

    PocketServer(Node node, Dispatcher dispatcher) {
        this.node = node;
        this.dispatcher = dispatcher;
    }

    /** A server on any free port of 127.0.0.1 that challenges nobody. */
    public static PocketServer start(String name) {
        return named(name).start();
    }

    /** A server still to be configured; its name is also the user of its SIP addresses. */
    public static PocketServerBuilder named(String name) {
        return new PocketServerBuilder(name);
    }

    // Who it is.

    public String name() {
        return node.name();
    }

    /** The address for UDP and TCP. */
    public InetSocketAddress address() {
        return node.sockets().local(Transport.UDP);
    }

    /** The port for UDP and TCP. */
    public int port() {
        return address().getPort();
    }

    /** The port for TLS; 0 without TLS. */
    public int tlsPort() {
        return node.sockets().local(Transport.TLS).getPort();
    }

    // Faults.

    /** Everything works again; only settings and the digest challenge stay as they are. */
    public PocketServer up() {
        boolean wasMute = node.faults().mode() == Mode.MUTE;
        return change(
                () -> {
                    node.faults().clear();
                    if (wasMute) {
                        node.sockets().connections().forEach(StreamFlow::close);
                    }
                    try {
                        node.sockets().reopen();
                    } catch (IOException e) {
                        node.faults().mode(Mode.CLOSED);
                        throw new UncheckedIOException(name() + ": cannot reopen its port", e);
                    }
                });
    }

    /** Reads and records everything, sends nothing. */
    public PocketServer silent() {
        return change(() -> node.faults().mode(Mode.SILENT));
    }

    /** Accepts connections and reads nothing from new ones; takes no notice of datagrams. */
    public PocketServer mute() {
        return change(() -> node.faults().mode(Mode.MUTE));
    }

    /**
     * Closes all sockets, until {@link #up}: ICMP on UDP, refused on TCP. Calls are not ended;
     * subscriptions that were set up here are forgotten, as by a server that restarts.
     */
    public PocketServer closeSockets() {
        return change(
                () -> {
                    node.faults().mode(Mode.CLOSED);
                    node.sockets().close();
                    dispatcher.subscriptions().forget();
                });
    }

    /** Answers every request except ACK with this code. */
    public PocketServer code(int code) {
        Refusal refusal = new Refusal(code, Optional.empty());
        return change(() -> node.faults().refuse(refusal));
    }

    /** Answers every request except ACK with this code and a Retry-After. */
    public PocketServer code(int code, int retryAfterSeconds) {
        Refusal refusal = new Refusal(code, Optional.of(retryAfterSeconds));
        return change(() -> node.faults().refuse(refusal));
    }

    /** Answers every request of one method with this code. */
    public PocketServer code(String method, int code) {
        Refusal refusal = new Refusal(code, Optional.empty());
        return change(() -> node.faults().refuse(method, refusal));
    }

    /** Treats everything received so much later. */
    public PocketServer delay(Duration by) {
        return change(() -> node.faults().delay(by));
    }

    /** Drops the next requests, retransmissions and ACKs counted. */
    public PocketServer dropNext(int requests) {
        return change(() -> node.faults().dropNext(requests));
    }

    /** Ends all live TCP and TLS connections with RST. */
    public PocketServer resetConnections() {
        return change(() -> node.sockets().connections().forEach(StreamFlow::reset));
    }

    /** Treats the next requests of that method (not ACK) so, one step each, then as ever. */
    public PocketServer script(String method, Step... steps) {
        return change(() -> node.faults().script(method, List.of(steps)));
    }

    public Mode mode() {
        return node.faults().mode();
    }

    /** The code of a server in {@link Mode#CODE}. */
    public Optional<Integer> refusalCode() {
        return node.faults().code();
    }

    /** How much later everything received is treated. */
    public Duration delay() {
        return node.faults().delay();
    }

    /** Whether digest challenges are on. */
    public boolean isChallenging() {
        return node.settings().challenge;
    }

    // Settings.

    /** Digest challenges on or off; on from the start when the builder was given users. */
    public PocketServer challenge(boolean on) {
        return change(() -> node.settings().challenge = on);
    }

    /** The names by which a Route may mean this server, besides its address. */
    public PocketServer knownAs(String... names) {
        return change(() -> node.settings().names = Set.of(names));
    }

    /** The algorithms to offer, in this order. */
    public PocketServer algorithms(DigestAlgorithm... offered) {
        return change(() -> node.settings().algorithms = List.of(offered));
    }

    /** How long a nonce is good; an hour unless set. */
    public PocketServer nonceLife(Duration life) {
        return change(() -> node.settings().nonceLife = life);
    }

    /** Makes every nonce given so far stale. */
    public PocketServer staleNonces() {
        return change(dispatcher.challenger()::forgetNonces);
    }

    /** Grants registrations and subscriptions this time whatever they ask for. */
    public PocketServer grantExpires(int seconds) {
        return change(() -> node.settings().grantedSeconds = Optional.of(seconds));
    }

    /** Refuses registrations and subscriptions that ask for less with 423; 0 refuses none. */
    public PocketServer minExpires(int seconds) {
        return change(() -> node.settings().minExpiresSeconds = seconds);
    }

    /** How long a dialled number rings before it answers; nothing unless set. */
    public PocketServer answerAfter(Duration ringing) {
        return change(() -> node.settings().answerAfter = ringing);
    }

    /** Whether the server asks to stay in the path of calls that it answers itself. */
    public PocketServer recordRoute(boolean on) {
        return change(() -> node.settings().recordRoute = on);
    }

    /** T1 and T2 of what the server itself retransmits; 500 ms and 4 s unless set. */
    public PocketServer timers(Duration t1, Duration t2) {
        Settings.Timers timers = new Settings.Timers(t1.toMillis(), t2.toMillis());
        return change(() -> node.settings().timers = timers);
    }

    /** Whether requests inside a dialog are challenged too; off unless set. */
    public PocketServer challengeInDialog(boolean on) {
        return change(() -> node.settings().challengeInDialog = on);
    }

    /** Whether the server acknowledges a phone's 2xx to its INVITE; on unless set. */
    public PocketServer acknowledge(boolean on) {
        return change(() -> node.settings().acknowledge = on);
    }

    // Calls.

    /**
     * Calls a phone.
     *
     * @param target a bound user, or a URI with an address in it
     * @throws IllegalArgumentException when the user is not bound or the URI leads nowhere
     */
    public LabCall callTo(String target) {
        return callTo(target, "sip:" + name() + "@" + node.hostPort(Transport.UDP));
    }

    /** Calls a phone in the name of that caller's URI. */
    public LabCall callTo(String target, String caller) {
        return node.loop().call(() -> dispatcher.calls().place(target, caller));
    }

    /** The live calls that this server answered itself, the oldest first. */
    public List<LabCall> answeredCalls() {
        return node.loop().call(dispatcher.calls()::live);
    }

    /** The live subscriptions that this server granted, the oldest first. */
    public List<LabSubscription> subscriptions() {
        return node.loop().call(dispatcher.subscriptions()::live);
    }

    // What happened.

    /** Everything received, the last 10,000 messages. */
    public List<Recorded> received() {
        return node.journal().received(message -> true);
    }

    /** The requests of that method received, retransmissions included. */
    public List<Recorded> received(String method) {
        return node.journal().received(isRequest(method));
    }

    /** The messages like this received. */
    public List<Recorded> received(Predicate<SipMessage> wanted) {
        return node.journal().received(wanted);
    }

    /** The messages like this sent. */
    public List<Recorded> sent(Predicate<SipMessage> wanted) {
        return node.journal().sent(wanted);
    }

    /** Everything sent, the last 10,000 messages. */
    public List<Recorded> sent() {
        return node.journal().sent(message -> true);
    }

    /** The requests of that method sent, retransmissions included. */
    public List<Recorded> sent(String method) {
        return node.journal().sent(isRequest(method));
    }

    /** Waits until that many requests of that method were received. */
    public List<Recorded> awaitReceived(String method, int count, Duration limit) {
        return node.journal().await(method, isRequest(method), count, limit);
    }

    /** Waits until that many messages like this were received. */
    public List<Recorded> awaitReceived(
            String what, Predicate<SipMessage> wanted, int count, Duration limit) {
        return node.journal().await(what, wanted, count, limit);
    }

    private static Predicate<SipMessage> isRequest(String method) {
        return message -> message.isRequest() && message.method().equals(method);
    }

    /** Requests received since the start by method; not bounded as the records are. */
    public Map<String, Integer> requestsByMethod() {
        return node.journal().requestsByMethod();
    }

    /** How many datagrams and streams held no SIP. */
    public int malformedCount() {
        return node.journal().malformedCount();
    }

    /** How many blank keep-alives came. */
    public int keepAliveCount() {
        return node.journal().keepAliveCount();
    }

    /** Forgets what was recorded; counts stay. */
    public PocketServer clearRecords() {
        return change(node.journal()::clear);
    }

    /** The live bindings of a user, the one refreshed last comes last. */
    public List<Binding> bindings(String user) {
        return node.bindings().of(user, node.millis().getAsLong());
    }

    /** All live bindings of the store. */
    public List<Binding> bindings() {
        return node.bindings().all(node.millis().getAsLong());
    }

    /** The live calls that were set up at this server. */
    public List<Dialog> calls() {
        return node.dialogs().live(name(), Dialog.Kind.CALL, Dialog.Kind.RELAYED);
    }

    // Hostile traffic.

    /** Sends these bytes to an address from the server's own UDP port, whatever its mode. */
    public void send(InetSocketAddress to, byte[] bytes) {
        node.sockets().udpFlow(to).ifPresent(flow -> flow.send(bytes));
    }

    /** Sends these bytes to a bound user as a message of the server, whatever its mode. */
    public void send(String user, byte[] bytes) {
        node.latestContact(user)
                .flatMap(node::flowTo)
                .orElseThrow(() -> new IllegalArgumentException(user + " is not registered"))
                .send(bytes);
    }

    /** Sends these bytes to an address from another UDP port of the same host. */
    public void sendFromElsewhere(InetSocketAddress to, byte[] bytes) {
        try (DatagramSocket stranger =
                new DatagramSocket(new InetSocketAddress(address().getAddress(), 0))) {
            stranger.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(name() + ": cannot send to " + to, e);
        }
    }

    private PocketServer change(Runnable change) {
        return node.loop()
                .call(
                        () -> {
                            change.run();
                            return this;
                        });
    }

    @Override
    public void close() {
        node.loop().close();
        node.sockets().close();
    }
}
