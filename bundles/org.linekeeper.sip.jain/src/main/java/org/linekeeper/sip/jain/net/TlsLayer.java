// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** TLS between a connection's bytes and its messages; what takes time is done off the loop. */
final class TlsLayer implements Layer {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    /** An alert and a close_notify. */
    private static final int LAST_WORDS = 2;

    private final EventLoop loop;
    private final SSLEngine engine;
    private final Host host;
    private final Deque<ByteBuffer> pending = new ArrayDeque<>();

    /** Ready to be written to. */
    private ByteBuffer in = EMPTY;

    private ByteBuffer text = EMPTY;
    private boolean open;
    private boolean busy;
    private boolean stepping;
    private boolean ended;

    TlsLayer(EventLoop loop, SSLEngine engine, Host host) {
        this.loop = loop;
        this.engine = engine;
        this.host = host;
    }

    @Override
    public void start() throws SSLException {
        engine.beginHandshake();
        step();
    }

    @Override
    public void incoming(ByteBuffer bytes) throws SSLException {
        if (in.remaining() < bytes.remaining()) {
            // The host stops reading while we are busy: this is one record and one read at most.
            in = ByteBuffer.allocate(in.position() + bytes.remaining()).put(in.flip());
        }
        in.put(bytes);
        step();
    }

    @Override
    public void outgoing(ByteBuffer message) throws SSLException {
        pending.add(message);
        step();
    }

    @Override
    public String describe(IOException e) {
        return TlsTrouble.words(e, engine.getPeerHost());
    }

    @Override
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        pending.clear();
        if (busy) {
            return;
        }
        engine.closeOutbound();
        try {
            for (int i = 0; i < LAST_WORDS && !engine.isOutboundDone(); i++) {
                wrap(EMPTY);
            }
        } catch (SSLException e) {
            // Whatever the peer is not told, the connection is closed.
            pending.clear();
        }
    }

    private void step() throws SSLException {
        // What the host does with a text may lead back here: the loop further up goes on with it.
        if (stepping) {
            return;
        }
        stepping = true;
        try {
            while (!ended && !busy && advance()) {
                // Until there is nothing to do before more bytes come.
            }
        } finally {
            stepping = false;
        }
        if (in.position() == 0) {
            in = EMPTY;
        }
    }

    private boolean advance() throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            offload();
            return false;
        }
        if (status == HandshakeStatus.NEED_WRAP) {
            return wrap(EMPTY);
        }
        if (status == HandshakeStatus.NOT_HANDSHAKING) {
            if (!open) {
                open = true;
                host.open();
                return true;
            }
            if (!pending.isEmpty()) {
                return wrapPending();
            }
        }
        return unwrap();
    }

    private boolean wrapPending() throws SSLException {
        boolean moved = wrap(pending.peek());
        if (!pending.isEmpty() && !pending.peek().hasRemaining()) {
            pending.poll();
        }
        return moved;
    }

    private boolean wrap(ByteBuffer source) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        SSLEngineResult result = engine.wrap(source, out);
        if (out.position() > 0) {
            host.write(out.flip());
        }
        return moved(result);
    }

    private boolean unwrap() throws SSLException {
        int room = engine.getSession().getApplicationBufferSize();
        if (text.capacity() < room) {
            text = ByteBuffer.allocate(room);
        }
        in.flip();
        SSLEngineResult result;
        try {
            result = engine.unwrap(in, text);
        } finally {
            in.compact();
        }
        if (text.position() > 0) {
            host.read(text.flip());
            text.clear();
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            host.finished();
            return false;
        }
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            return text.capacity() < engine.getSession().getApplicationBufferSize();
        }
        return moved(result);
    }

    /** Whether it is worth going on: bytes went through, or something else is to be done now. */
    private static boolean moved(SSLEngineResult result) {
        HandshakeStatus next = result.getHandshakeStatus();
        return result.getStatus() == SSLEngineResult.Status.OK
                && (result.bytesConsumed() > 0
                        || result.bytesProduced() > 0
                        || next == HandshakeStatus.NEED_TASK
                        || next == HandshakeStatus.NEED_WRAP
                        || next == HandshakeStatus.FINISHED);
    }

    private void offload() throws SSLException {
        busy = true;
        host.reading(false);
        if (!loop.offload(this::runTasks)) {
            throw new SSLException("too many handshakes at a time");
        }
    }

    private void runTasks() {
        try {
            for (Runnable task = engine.getDelegatedTask();
                    task != null;
                    task = engine.getDelegatedTask()) {
                task.run();
            }
        } finally {
            loop.execute(this::resume);
        }
    }

    private void resume() {
        busy = false;
        if (ended) {
            return;
        }
        host.reading(true);
        try {
            step();
        } catch (SSLException e) {
            host.failed(e);
        }
    }
}
