// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** SIPp places one call through a server, by the example's scenario, and hangs up in the end. */
final class SippCaller implements AutoCloseable {
    private final Process process;

    private SippCaller(Process process) {
        this.process = process;
    }

    /** Calls that number at the server on that port and talks so long. */
    static SippCaller call(Path directory, String number, int serverPort, Duration talk)
            throws IOException {
        Files.createDirectories(directory);
        Process process =
                new ProcessBuilder(
                                SippAnswerer.installed().toString(),
                                "-sf",
                                ImageFiles.root()
                                        .resolve("examples/kamailio/caller.xml")
                                        .toString(),
                                "-s",
                                number,
                                "-i",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(Ports.free()),
                                "-d",
                                Long.toString(talk.toMillis()),
                                "-m",
                                "1",
                                "-nostdin",
                                "127.0.0.1:" + serverPort)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("screen").toFile())
                        .start();
        return new SippCaller(process);
    }

    /** Whether the whole call went as the scenario says, the answer to its BYE included. */
    boolean succeeds(Duration bound) throws InterruptedException {
        return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor(3, TimeUnit.SECONDS);
    }
}
