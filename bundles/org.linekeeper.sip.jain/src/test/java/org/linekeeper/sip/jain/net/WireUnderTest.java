// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.linekeeper.api.line.Outcome.Unreachable;
import org.linekeeper.api.line.PortRange;
import org.linekeeper.api.line.Target;
import org.linekeeper.api.line.Transport;

/** A wire on a loop of its own, called on the loop's thread, that writes down what it hears. */
final class WireUnderTest implements Wire.Listener, AutoCloseable {
    final java.util.concurrent.atomic.AtomicInteger opened =
            new java.util.concurrent.atomic.AtomicInteger();
    static final Duration SOON = Duration.ofSeconds(5);
    static final String REGISTER = "REGISTER sip:pbx.example SIP/2.0\r\nContent-Length: 0\r\n\r\n";
    static final String OK = "SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n";

    record Received(Flow flow, String text) {}

    record Broken(Target target, Unreachable how) {}

    final List<Received> received = new CopyOnWriteArrayList<>();
    final List<Broken> broken = new CopyOnWriteArrayList<>();
    final List<String> dropped = new CopyOnWriteArrayList<>();

    /** What the loop's clock is ahead of the system's. */
    final AtomicLong aheadMs = new AtomicLong();

    /** How often the loop looked at its clock, which it does at least once a turn. */
    final AtomicLong looks = new AtomicLong();

    final EventLoop loop;
    final NioWire wire;

    WireUnderTest() {
        this(options -> options);
    }

    WireUnderTest(UnaryOperator<WireOptions> options) {
        loop =
                new EventLoop(
                        () -> {
                            looks.incrementAndGet();
                            return System.nanoTime() / 1_000_000 + aheadMs.get();
                        });
        wire = new NioWire(loop, this, options.apply(WireOptions.of(PortRange.ANY, new Random(1))));
    }

    static UnaryOperator<WireOptions> ports(PortRange ports) {
        return options -> WireOptions.of(ports, new Random(1));
    }

    static Target udp(InetSocketAddress address) {
        return target(address, Transport.UDP);
    }

    static Target target(InetSocketAddress address, Transport transport) {
        String literal = address.getAddress().getHostAddress();
        return new Target(literal, address.getPort(), transport, "pbx.example");
    }

    void send(Target target, String text) {
        send(target, text, 2000);
    }

    void send(Target target, String text, long connectMs) {
        loop.execute(() -> wire.send(target, text.getBytes(UTF_8), connectMs));
    }

    void keepAlive(Target target) {
        loop.execute(() -> wire.keepAlive(target, "\r\n\r\n".getBytes(UTF_8)));
    }

    void answer(Flow flow, String text) {
        loop.execute(() -> flow.send(text.getBytes(UTF_8)));
    }

    Optional<InetSocketAddress> localFor(Target target) {
        return onLoop(() -> wire.localFor(target));
    }

    void reopen() {
        onLoop(
                () -> {
                    wire.reopen();
                    return true;
                });
    }

    Unreachable awaitBroken(Target target) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> broken.stream().anyMatch(each -> each.target().equals(target)));
        return broken.stream()
                .filter(each -> each.target().equals(target))
                .findFirst()
                .orElseThrow()
                .how();
    }

    Received awaitReceived(int count) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> received.size() >= count);
        return received.get(count - 1);
    }

    /** All that was given to the loop before, or is ready by now, is done. */
    void settle() {
        onLoop(() -> true);
        onLoop(() -> true);
    }

    <T> T onLoop(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, loop::execute)
                .orTimeout(5, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void received(Flow flow, byte[] message) {
        received.add(new Received(flow, new String(message, UTF_8)));
    }

    @Override
    public void broken(Target target, Unreachable how) {
        broken.add(new Broken(target, how));
    }

    @Override
    public void opened() {
        opened.incrementAndGet();
    }

    @Override
    public void dropped(String what) {
        dropped.add(what);
    }

    @Override
    public void close() {
        loop.execute(wire::close);
        loop.close();
    }
}
