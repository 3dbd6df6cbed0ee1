// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.mqtt.kit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** A socket that knows whether the other side has sent anything. */
final class HeardSocket extends Socket {
    private volatile boolean heard;

    /** Whether a byte has come. */
    boolean hasHeard() {
        return heard;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                int next = super.read();
                heard |= next >= 0;
                return next;
            }

            @Override
            public int read(byte[] buffer, int at, int most) throws IOException {
                int count = super.read(buffer, at, most);
                heard |= count > 0;
                return count;
            }
        };
    }
}
