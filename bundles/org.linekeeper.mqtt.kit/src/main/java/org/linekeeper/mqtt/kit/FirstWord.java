// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The streams of a connection at its beginning: the client speaks first, then the broker.
 *
 * <p>If it ends before the broker has said anything, the throw says what may be the matter: with
 * TLS 1.3 a broker looks at the client's certificate when the client takes the handshake for done,
 * and what it says of it may be lost on the way.
 *
 * <p>Nothing can be read, not even the end, before something was written: where Paho's reader ends
 * before Paho looks whether it runs, a thread of Paho waits for that for ever.
 */
final class FirstWord {
    private final String guess;
    private final long mostMs;
    private final CountDownLatch written = new CountDownLatch(1);
    private volatile boolean came;

    /**
     * Nothing has come yet.
     *
     * @param guess why nothing came, where the broker does not say it
     * @param mostMs how long reading waits for the first writing
     */
    FirstWord(String guess, long mostMs) {
        this.guess = guess;
        this.mostMs = mostMs;
    }

    /** It is over; nobody waits any longer. */
    void end() {
        written.countDown();
    }

    private void awaitWritten() throws IOException {
        try {
            if (!written.await(mostMs, TimeUnit.MILLISECONDS)) {
                throw new IOException("nothing was sent");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("reading was given up");
        }
    }

    InputStream in(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int at, int most) throws IOException {
                awaitWritten();
                int count;
                try {
                    count = super.read(buffer, at, most);
                } catch (IOException e) {
                    throw explained(e);
                }
                if (count < 0 && !came) {
                    throw new IOException(guess);
                }
                came = true;
                return count;
            }
        };
    }

    OutputStream out(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int at, int count) throws IOException {
                try {
                    out.write(bytes, at, count);
                } catch (IOException e) {
                    throw explained(e);
                } finally {
                    written.countDown();
                }
            }
        };
    }

    private IOException explained(IOException e) {
        return came ? e : new IOException(TlsTrouble.alert(e).orElse(guess));
    }
}
