// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Two brokers on one directory would undo each other's work; the lock goes with the process. */
final class Lock implements Closeable {
    private final FileChannel channel;

    private Lock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the directory for this broker.
     *
     * @throws IOException with one sentence if another one has it
     */
    static Lock on(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        directory.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new Lock(channel);
            }
        } catch (OverlappingFileLockException inThisProcess) {
            // Said below, as for one of another process.
        }
        channel.close();
        throw new IOException("Another broker runs in " + directory + ".");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
