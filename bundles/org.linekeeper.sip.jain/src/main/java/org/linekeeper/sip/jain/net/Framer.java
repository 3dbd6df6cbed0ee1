// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream into messages at their Content-Length (RFC 3261 section 18.3), and finds pings
 * between them (RFC 5626 section 3.5.1). The first fault ends it: where the next message would
 * start cannot be known.
 */
final class Framer {
    static final int MAX_HEADER_BYTES = 16 * 1024;
    static final int MAX_MESSAGE_BYTES = 64 * 1024;
    private static final byte[] EMPTY = {};
    private static final byte[] PING = {'\r', '\n', '\r', '\n'};
    private static final byte[] HEADER_END = PING;

    private final Sink sink;

    /** What is there of the message that is being read. */
    private byte[] buffer = EMPTY;

    private int length;

    /** Of the whole message; 0 = the header block has not ended. */
    private int total;

    /** How much of PING, or of HEADER_END, the last bytes are. */
    private int matched;

    private boolean firstLineSeen;
    private Optional<String> fault = Optional.empty();

    /** Takes what the stream holds, in order. */
    interface Sink {
        void message(byte[] message);

        void ping();
    }

    Framer(Sink sink) {
        this.sink = sink;
    }

    /**
     * Takes all bytes.
     *
     * @return what is wrong with the stream, if anything ever was
     */
    Optional<String> feed(ByteBuffer bytes) {
        while (bytes.hasRemaining() && fault.isEmpty()) {
            if (total > 0) {
                body(bytes);
            } else if (length > 0) {
                header(bytes.get());
            } else {
                between(bytes.get());
            }
        }
        return fault;
    }

    private void between(byte next) {
        if (next == '\r' || next == '\n') {
            match(PING, next);
            if (matched == PING.length) {
                matched = 0;
                sink.ping();
            }
            return;
        }
        matched = 0;
        if (StartLine.isText(next)) {
            append(next);
        } else {
            fault("stream that is not SIP");
        }
    }

    private void header(byte next) {
        append(next);
        if (next == '\n' && !firstLineSeen) {
            firstLineSeen = true;
            if (!StartLine.isSip(buffer, length)) {
                fault("stream that is not SIP");
                return;
            }
        }
        match(HEADER_END, next);
        if (matched == HEADER_END.length) {
            endOfHeader();
        } else if (length == MAX_HEADER_BYTES) {
            fault("header block over 16 KiB");
        }
    }

    private void endOfHeader() {
        ContentLength content = ContentLength.in(buffer, length);
        if (content.fault().isPresent()) {
            fault(content.fault().get());
        } else if (content.bytes() > MAX_MESSAGE_BYTES - length) {
            fault("message over 64 KiB");
        } else {
            total = length + content.bytes();
            buffer = Arrays.copyOf(buffer, total);
            endOfMessage();
        }
    }

    private void body(ByteBuffer bytes) {
        int part = Math.min(bytes.remaining(), total - length);
        bytes.get(buffer, length, part);
        length += part;
        endOfMessage();
    }

    private void endOfMessage() {
        if (length < total) {
            return;
        }
        byte[] message = buffer;
        buffer = EMPTY;
        length = 0;
        total = 0;
        matched = 0;
        firstLineSeen = false;
        sink.message(message);
    }

    private void match(byte[] pattern, byte next) {
        if (next == pattern[matched]) {
            matched++;
        } else {
            matched = next == pattern[0] ? 1 : 0;
        }
    }

    private void append(byte next) {
        if (length == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(1024, 2 * buffer.length));
        }
        buffer[length++] = next;
    }

    private void fault(String what) {
        fault = Optional.of(what);
        buffer = EMPTY;
        length = 0;
    }
}
