// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Debian's mosquitto on a port of loopback, with a config file and a store of its own in one
 * directory. Like the documented configuration it saves every change, at most a second late.
 */
final class RealMosquitto implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Path directory;
    private final int port;
    private Process process;

    private RealMosquitto(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    static Path installed() {
        return RealServers.need("mosquitto", "mosquitto");
    }

    /** A program of the package mosquitto-clients: mosquitto_pub or mosquitto_sub. */
    static Path client(String program) {
        return RealServers.need(program, "mosquitto-clients");
    }

    /** Starts a broker that lets everybody in; it answers when this returns. */
    static RealMosquitto start(Path directory) throws IOException {
        return start(directory, List.of("allow_anonymous true"));
    }

    /** The same with other lines of configuration instead, such as an access list. */
    static RealMosquitto start(Path directory, List<String> access) throws IOException {
        Files.createDirectories(directory);
        RealMosquitto broker = new RealMosquitto(directory, Ports.free());
        Files.writeString(broker.config(), broker.config(access));
        broker.startAgain();
        return broker;
    }

    /**
     * Starts one with a file of {@code examples/mosquitto} word for word, but for where it listens
     * and where its files lie: all in that directory, with that access list.
     */
    static RealMosquitto documented(Path directory, String config, String access)
            throws IOException {
        Path examples = ImageFiles.root().resolve("examples/mosquitto");
        Files.createDirectories(directory);
        Files.copy(examples.resolve(access), directory.resolve("acl"));
        RealMosquitto broker = new RealMosquitto(directory, Ports.free());
        String text =
                Files.readString(examples.resolve(config))
                        .replace("listener 8883", "listener " + broker.port + " 127.0.0.1")
                        .replace("/etc/mosquitto/linekeeper/", directory + "/")
                        .replace("/var/lib/mosquitto/", directory + "/");
        boolean root = "root".equals(System.getProperty("user.name"));
        Files.writeString(broker.config(), root ? text + "user root\n" : text);
        broker.startAgain();
        return broker;
    }

    private Path config() {
        return directory.resolve("mosquitto.conf");
    }

    private String config(List<String> access) {
        List<String> lines = new ArrayList<>();
        lines.add("listener " + port + " 127.0.0.1");
        lines.addAll(access);
        lines.add("persistence true");
        lines.add("persistence_location " + directory + "/");
        lines.add("autosave_on_changes true");
        lines.add("autosave_interval 1");
        lines.add("max_queued_messages 100000");
        if ("root".equals(System.getProperty("user.name"))) {
            // Otherwise it becomes another user, who cannot write where the test may.
            lines.add("user root");
        }
        return String.join("\n", lines) + "\n";
    }

    int port() {
        return port;
    }

    String url() {
        return "mqtt://127.0.0.1:" + port;
    }

    /** Starts it after {@link #kill} or {@link #stop}, on the same port and store. */
    void startAgain() throws IOException {
        Path log = directory.resolve("log");
        process =
                new ProcessBuilder(installed().toString(), "-c", config().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        try {
            await("mosquitto answers")
                    .atMost(BOUND)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(this::answers);
        } catch (RuntimeException notReady) {
            close();
            throw new AssertionError(Files.readString(log), notReady);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Kill -9: no goodbye, no will, and what was not saved is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM: it saves everything. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /**
     * Everything that this broker retains under a filter, each as {@code topic payload}. Nothing
     * retained = an empty list, a second later; one topic is answered at once if it is there.
     */
    List<String> retained(String filter) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("-v", "-t", filter, "--retained-only", "-W", "1"));
        if (!filter.contains("+") && !filter.contains("#")) {
            words.addAll(List.of("-C", "1"));
        }
        Process sub = client("mosquitto_sub", words);
        try (Stream<String> lines = sub.inputReader().lines()) {
            return lines.toList();
        }
    }

    /** Publishes with the real client, at QoS 1; its end code is 0 when the broker has it. */
    int publish(String topic, String payload, boolean retain)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("-q", "1", "-t", topic, "-m", payload));
        if (retain) {
            words.add("-r");
        }
        return client("mosquitto_pub", words).waitFor();
    }

    private Process client(String program, List<String> words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(client(program).toString());
        command.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(port), "-V", "5"));
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
                .start();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
