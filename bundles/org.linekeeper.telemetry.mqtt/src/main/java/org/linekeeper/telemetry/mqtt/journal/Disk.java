// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.telemetry.mqtt.journal;

import java.io.IOException;
import java.util.List;

/** The one directory that a journal has; so that tests can let it fail. */
interface Disk {
    /** The names of all files. */
    List<String> names() throws IOException;

    /** Opens a file for reading and writing, made if it is not there. */
    File open(String name) throws IOException;

    /** A file takes the place of another one, at once and for good. */
    void replace(String name, String by) throws IOException;

    /** Takes a file away; does nothing if there is none. */
    void delete(String name) throws IOException;

    /** An open file. */
    interface File extends AutoCloseable {
        long size() throws IOException;

        /** The first bytes, at most this many. */
        byte[] read(int most) throws IOException;

        void write(long at, byte[] bytes) throws IOException;

        void truncate(long size) throws IOException;

        /** What was written survives a power cut from now on. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }
}
