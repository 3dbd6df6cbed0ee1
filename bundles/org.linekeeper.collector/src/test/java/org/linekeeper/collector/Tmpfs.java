// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** A small disk that can be filled. Only root can have one; the others' tests are skipped. */
final class Tmpfs implements AutoCloseable {
    private final Path directory;

    private Tmpfs(Path directory) {
        this.directory = directory;
    }

    static Tmpfs mount(Path directory, int megabytes) throws Exception {
        Files.createDirectories(directory);
        List<String> mount =
                List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs");
        List<String> words = new ArrayList<>(mount);
        words.add(directory.toString());
        if (!"root".equals(System.getProperty("user.name")) || run(words) != 0) {
            throw new TestAbortedException("A disk cannot be mounted here.");
        }
        return new Tmpfs(directory);
    }

    private static int run(List<String> words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    /** Not a byte is left. */
    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(directory.resolve("filler"))) {
            byte[] some = new byte[4_096];
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            // That is what was wanted.
        }
    }

    /** There is room again. */
    void empty() throws IOException {
        Files.delete(directory.resolve("filler"));
    }

    @Override
    public void close() throws Exception {
        run(List.of("umount", "-l", directory.toString()));
    }
}
