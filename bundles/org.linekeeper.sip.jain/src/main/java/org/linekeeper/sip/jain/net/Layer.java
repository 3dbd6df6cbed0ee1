// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What lies between a connection's bytes and its messages: nothing, or TLS. */
interface Layer {
    /** The connection stands. */
    void start() throws IOException;

    /** Takes all bytes that came. */
    void incoming(ByteBuffer bytes) throws IOException;

    /** Takes a message to send. */
    void outgoing(ByteBuffer message) throws IOException;

    /** What an exception of this layer means, in a few words. */
    String describe(IOException e);

    /** A last word to the peer, if there is one, before the connection is closed by us. */
    void end();

    /** The other side of a layer. */
    interface Host {
        /** From now on messages can be sent. */
        void open();

        void write(ByteBuffer bytes);

        void read(ByteBuffer text);

        /** The peer says that nothing more will come. */
        void finished();

        /** What came up outside a call of the layer. */
        void failed(IOException e);

        /** Stops reading while the layer is at work elsewhere, so that it has nothing to store. */
        void reading(boolean on);
    }

    /** Bytes as they are. */
    record Plain(Host host) implements Layer {
        @Override
        public void start() {
            host.open();
        }

        @Override
        public void incoming(ByteBuffer bytes) {
            host.read(bytes);
        }

        @Override
        public void outgoing(ByteBuffer message) {
            host.write(message);
        }

        @Override
        public String describe(IOException e) {
            return Trouble.words(e);
        }

        @Override
        public void end() {}
    }
}
