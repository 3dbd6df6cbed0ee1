// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import org.linekeeper.api.line.Outcome.Kind;
import org.linekeeper.api.line.Outcome.Unreachable;
import org.linekeeper.api.line.Transport;

/**
 * One TCP connection, from its SYN to its end, which its owner hears of exactly once and never
 * inside a call; not at all if the owner closes it.
 */
final class Connection implements Flow, Layer.Host, Framer.Sink {
    /** Beyond this, messages are dropped: the peer does not read, or is not there yet. */
    static final int MAX_QUEUED_BYTES = 512 * 1024;

    private static final int READS_AT_END = 16;
    private static final byte[] PONG = {'\r', '\n'};

    private final EventLoop loop;
    private final Owner owner;
    private final SocketChannel channel;
    private final Transport transport;
    private final InetSocketAddress remote;
    private final Layer layer;
    private final Framer framer = new Framer(this);
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private Optional<SelectionKey> key = Optional.empty();
    private Optional<Scheduler.Timer> deadline = Optional.empty();
    private Optional<IOException> writeFault = Optional.empty();
    private InetSocketAddress local = new InetSocketAddress(0);
    private Stage stage = Stage.CONNECTING;
    private int queuedBytes;
    private long heardMs;
    private long readMs;

    /** Whoever has the connection. */
    interface Owner {
        void received(Flow flow, byte[] message);

        void dropped(String what);

        void ended(Connection connection, Unreachable how);
    }

    private enum Stage {
        CONNECTING,
        /** TLS shakes hands; nothing is done in it without TLS. */
        SECURING,
        OPEN,
        CLOSED
    }

    Connection(
            EventLoop loop,
            Owner owner,
            SocketChannel channel,
            InetSocketAddress remote,
            Transport transport,
            Function<Layer.Host, Layer> layer) {
        this.loop = loop;
        this.owner = owner;
        this.channel = channel;
        this.remote = remote;
        this.transport = transport;
        this.layer = layer.apply(this);
    }

    /** Begins to connect; what is sent meanwhile waits. */
    void connect(Optional<InetAddress> bind, long connectMs) {
        deadline = Optional.of(loop.schedule(connectMs, () -> late(connectMs)));
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (bind.isPresent()) {
                channel.bind(new InetSocketAddress(bind.get(), 0));
            }
            boolean done = channel.connect(remote);
            key = Optional.of(loop.register(channel, SelectionKey.OP_CONNECT, this::ready));
            if (done) {
                loop.execute(this::established);
            }
        } catch (IOException e) {
            loop.execute(() -> end(Trouble.connecting(e)));
        }
    }

    /** Serves a connection from outside, until it has brought nothing for a while. */
    void serve(long idleMs) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = Optional.of(loop.register(channel, SelectionKey.OP_READ, this::ready));
            established();
            endWhenIdle(idleMs);
        } catch (IOException e) {
            end(Trouble.reset(e));
        }
    }

    boolean isOpen() {
        return stage == Stage.OPEN;
    }

    /** Whether it stands, and nothing at all has come on it since then. */
    boolean isSilentSince(long sinceMs) {
        return isOpen() && readMs < sinceMs;
    }

    /** Ends it when it has brought nothing for a while. */
    void endWhenIdle(long idleMs) {
        heardMs = loop.nowMs();
        watch(idleMs, idleMs);
    }

    /** Closes it without a word to the owner. */
    void close() {
        if (stage == Stage.CLOSED) {
            return;
        }
        layer.end();
        stage = Stage.CLOSED;
        deadline.ifPresent(Scheduler.Timer::cancel);
        waiting.clear();
        out.clear();
        EventLoop.quietly(channel);
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public void send(byte[] message) {
        if (stage == Stage.CLOSED) {
            return;
        }
        if (queuedBytes + message.length > MAX_QUEUED_BYTES) {
            owner.dropped("message for a connection with a full queue");
        } else if (stage == Stage.OPEN) {
            pass(message);
        } else {
            queuedBytes += message.length;
            waiting.add(message);
        }
    }

    @Override
    public void open() {
        stage = Stage.OPEN;
        deadline.ifPresent(Scheduler.Timer::cancel);
        deadline = Optional.empty();
        for (byte[] message = waiting.poll(); message != null; message = waiting.poll()) {
            queuedBytes -= message.length;
            pass(message);
        }
    }

    @Override
    public void write(ByteBuffer bytes) {
        if (stage == Stage.CLOSED || writeFault.isPresent()) {
            return;
        }
        queuedBytes += bytes.remaining();
        out.add(bytes);
        if (out.size() == 1) {
            flush();
        }
    }

    @Override
    public void read(ByteBuffer text) {
        framer.feed(text)
                .ifPresent(
                        fault -> {
                            owner.dropped(fault);
                            end(closed("peer sent a " + fault));
                        });
    }

    @Override
    public void finished() {
        if (writeFault.isPresent()) {
            end(Trouble.reset(writeFault.get()));
        } else {
            end(
                    stage == Stage.OPEN
                            ? closed("peer closed the connection")
                            : tls("peer closed during the handshake"));
        }
    }

    @Override
    public void failed(IOException e) {
        end(tls(layer.describe(e)));
    }

    @Override
    public void reading(boolean on) {
        key.filter(SelectionKey::isValid).ifPresent(k -> interest(k, SelectionKey.OP_READ, on));
    }

    @Override
    public void message(byte[] message) {
        if (stage != Stage.CLOSED) {
            heardMs = loop.nowMs();
            owner.received(this, message);
        }
    }

    /** RFC 5626 section 4.4.1. */
    @Override
    public void ping() {
        heardMs = loop.nowMs();
        send(PONG);
    }

    private void ready(SelectionKey ready) {
        if (ready.isConnectable()) {
            established();
        }
        if (ready.isValid() && ready.isWritable()) {
            flush();
        }
        if (ready.isValid() && ready.isReadable()) {
            read();
        }
    }

    private void established() {
        if (stage != Stage.CONNECTING) {
            return;
        }
        try {
            channel.finishConnect();
            local = (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            end(Trouble.connected(e));
            return;
        }
        key.ifPresent(k -> k.interestOps(SelectionKey.OP_READ));
        stage = Stage.SECURING;
        try {
            layer.start();
        } catch (IOException e) {
            failed(e);
        }
    }

    private void pass(byte[] message) {
        try {
            layer.outgoing(ByteBuffer.wrap(message));
        } catch (IOException e) {
            loop.execute(() -> failed(e));
        }
    }

    private void flush() {
        try {
            for (ByteBuffer head = out.peek(); head != null; head = out.peek()) {
                queuedBytes -= channel.write(head);
                if (head.hasRemaining()) {
                    break;
                }
                out.poll();
            }
            key.ifPresent(k -> interest(k, SelectionKey.OP_WRITE, !out.isEmpty()));
        } catch (IOException e) {
            writeFault = Optional.of(e);
            out.clear();
            loop.execute(this::readToTheEnd);
        }
    }

    /** What the peer said before it hung up counts. */
    private void readToTheEnd() {
        for (int i = 0; i < READS_AT_END && stage != Stage.CLOSED; i++) {
            read();
        }
        writeFault.ifPresent(e -> end(Trouble.reset(e)));
    }

    private void read() {
        ByteBuffer bytes = loop.scratch();
        int count;
        try {
            count = channel.read(bytes);
        } catch (IOException e) {
            end(stage == Stage.OPEN ? Trouble.reset(e) : tls("peer reset during the handshake"));
            return;
        }
        if (count < 0) {
            finished();
            return;
        }
        readMs = loop.nowMs();
        try {
            layer.incoming(bytes.flip());
        } catch (IOException e) {
            failed(e);
        }
    }

    private void late(long connectMs) {
        end(
                stage == Stage.CONNECTING
                        ? new Unreachable(
                                Kind.TCP_TIMEOUT, "no connection within " + connectMs + " ms")
                        : tls("handshake timed out"));
    }

    private void watch(long idleMs, long nextMs) {
        Runnable look =
                () -> {
                    long leftMs = heardMs + idleMs - loop.nowMs();
                    if (leftMs > 0) {
                        watch(idleMs, leftMs);
                    } else {
                        end(closed("idle"));
                    }
                };
        deadline = Optional.of(loop.schedule(nextMs, look));
    }

    private void end(Unreachable how) {
        if (stage != Stage.CLOSED) {
            close();
            owner.ended(this, how);
        }
    }

    private static void interest(SelectionKey key, int op, boolean on) {
        key.interestOps(on ? key.interestOps() | op : key.interestOps() & ~op);
    }

    private static Unreachable closed(String detail) {
        return new Unreachable(Kind.TCP_CLOSED, detail);
    }

    private static Unreachable tls(String detail) {
        return new Unreachable(Kind.TLS, detail);
    }
}
