// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.collector;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of its own in a folder of its own, which can be killed. It refuses to run as root. */
final class RealPostgres implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private final Path directory;
    private final int port;
    private Process process;

    private RealPostgres(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    static RealPostgres start() throws IOException, InterruptedException {
        Path initdb = Servers.postgres("initdb");
        // Not below JUnit's own folders, which another user cannot enter.
        Path directory = Files.createTempDirectory("lk-postgres");
        if (isRoot()) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        RealPostgres server = new RealPostgres(directory, freePort());
        server.run(
                initdb.toString(),
                "-D",
                directory.resolve("data").toString(),
                "-U",
                "lk",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-locale");
        server.startAgain();
        return server;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    Database database() {
        return Database.of(url(), "lk", "");
    }

    void startAgain() throws IOException {
        List<String> command =
                asNobody(
                        Servers.postgres("postgres").toString(),
                        "-D",
                        directory.resolve("data").toString(),
                        "-p",
                        Integer.toString(port),
                        "-h",
                        "127.0.0.1",
                        "-k",
                        "");
        process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        await("PostgreSQL answers").atMost(BOUND).until(this::answers);
    }

    private boolean answers() {
        try (Connection connection = database().open()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Kill -9 of all its processes. */
    void kill() {
        List<ProcessHandle> family =
                Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        family.forEach(ProcessHandle::destroyForcibly);
        await("PostgreSQL is gone")
                .atMost(BOUND)
                .until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
    }

    private void run(String... words) throws IOException, InterruptedException {
        Process initdb =
                new ProcessBuilder(asNobody(words))
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("initdb").toFile())
                        .start();
        if (!initdb.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS) || initdb.exitValue() != 0) {
            throw new IOException(Files.readString(directory.resolve("initdb")));
        }
    }

    private static List<String> asNobody(String... words) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        command.addAll(List.of(words));
        return command;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
