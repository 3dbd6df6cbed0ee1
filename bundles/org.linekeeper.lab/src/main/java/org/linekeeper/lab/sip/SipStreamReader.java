// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.sip;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Cuts a TCP or TLS stream into messages by Content-Length (RFC 3261 section 18.3). Blocks in
 * {@link #read}; for one thread. After an exception the framing is lost: close the connection.
 */
public final class SipStreamReader {

    private final InputStream in;
    private final Runnable onPing;

    /**
     * A reader of one connection.
     *
     * @param onPing called for each double CRLF between messages (RFC 5626 section 3.5.1)
     */
    public SipStreamReader(InputStream in, Runnable onPing) {
        this.in = new BufferedInputStream(in);
        this.onPing = onPing;
    }

    /** The next message; empty at a clean end of the stream. */
    public Optional<SipMessage> read() throws IOException, SipSyntaxException {
        int first = skipBlankLines();
        if (first < 0) {
            return Optional.empty();
        }
        byte[] head = readHead(first);
        SipMessage message = SipParser.parseHead(head, 0, head.length);
        int length =
                SipParser.contentLength(message)
                        .orElseThrow(() -> new SipSyntaxException("a stream needs Content-Length"));
        SipParser.require(
                head.length + length <= SipParser.MAX_BYTES,
                "message of " + (head.length + length) + " bytes is too large");
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the stream ended inside a body");
        }
        return Optional.of(new SipMessage(message.start(), message.headers(), body));
    }

    private int skipBlankLines() throws IOException {
        int blank = 0;
        int next = in.read();
        while (next == '\r' || next == '\n') {
            blank++;
            if (blank % 4 == 0) {
                onPing.run();
            }
            next = in.read();
        }
        return next;
    }

    private byte[] readHead(int first) throws IOException, SipSyntaxException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(first);
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the stream ended inside the header fields");
            }
            head.write(next);
            SipParser.require(
                    head.size() < SipParser.MAX_BYTES, "no empty line ends the header fields");
            boolean cr = matched % 2 == 0;
            if (next == (cr ? '\r' : '\n')) {
                matched++;
            } else {
                matched = next == '\r' ? 1 : 0;
            }
        }
        return head.toByteArray();
    }
}
