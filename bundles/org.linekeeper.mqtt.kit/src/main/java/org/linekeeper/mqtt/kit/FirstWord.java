// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The streams of a connection, until the broker has said something. If it ends before that, the
 * throw says what may be the matter: with TLS 1.3 a broker looks at the client's certificate when
 * the client takes the handshake for done, and what it says of it may be lost on the way.
 */
final class FirstWord {
    private final String guess;
    private volatile boolean came;

    /**
     * Nothing has come yet.
     *
     * @param guess why nothing came, where the broker does not say it
     */
    FirstWord(String guess) {
        this.guess = guess;
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
                }
            }
        };
    }

    private IOException explained(IOException e) {
        return came ? e : new IOException(TlsTrouble.alert(e).orElse(guess));
    }
}
