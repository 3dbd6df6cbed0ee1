// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.rules.TestWatcher;
import org.junit.runner.Description;
import org.linekeeper.lab.server.PocketServer;
import org.linekeeper.lab.server.PocketServerBuilder;

/**
 * Pocket servers and one phone in a process of its own: what a wire test needs. T1 is 50 ms. After
 * a failure the phone's log and trace are printed; after a success its log holds no stack trace.
 */
abstract class Scene extends TestWatcher {
    /** More than a busy machine needs; a test that passes never waits for it. */
    static final Duration SOON = Duration.ofSeconds(15);

    static final int T1_MS = 50;

    /** What a busy machine may add to a computed time. */
    static final long SLACK_MS = 2_000;

    private static final Duration POLL = Duration.ofMillis(20);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Path directory;
    private final List<PocketServer> servers = new ArrayList<>();
    private PhoneProcess phone;
    private int mark;

    @Override
    protected void starting(Description test) {
        try {
            directory = Files.createTempDirectory("linekeeper");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open();
    }

    /** Starts the servers. */
    abstract void open();

    /** Another server, whose users have the phone's password. */
    PocketServer start(PocketServerBuilder server) {
        PocketServer started = closed(server.anyUser("secret").start());
        servers.add(started);
        return started;
    }

    /** Something to close after the test. */
    <T extends AutoCloseable> T closed(T thing) {
        open.push(thing);
        return thing;
    }

    @Override
    protected void failed(Throwable why, Description test) {
        try {
            if (phone != null) {
                System.err.println(test.getMethodName() + "; the phone said:\n" + phone.log());
                phone.trace().forEach(System.err::println);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            System.err.println("nothing more is known: " + e);
        }
    }

    @Override
    protected void succeeded(Description test) {
        try {
            if (phone != null) {
                assertThat(phone.log()).doesNotContain("\tat ", "ERROR");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void finished(Description test) {
        open.forEach(Scene::close);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close " + thing, e);
        }
    }

    /** Starts the phone on a file in the scene's directory. */
    PhoneProcess run(Path config, String... options) throws IOException {
        phone = closed(PhoneProcess.run(config, directory.resolve("home"), options));
        return phone;
    }

    /** What follows counts from here. */
    void mark() throws Exception {
        mark = phone.trace().size();
    }

    /** The messages since the mark. */
    List<TraceLine> trace() throws Exception {
        List<TraceLine> all = phone.trace();
        return all.subList(Math.min(mark, all.size()), all.size());
    }

    /** What the phone sent of a method to a server since the mark, retransmissions included. */
    List<TraceLine> sends(String method, PocketServer server) throws Exception {
        return trace().stream()
                .filter(line -> line.out() && line.text().startsWith(method + " "))
                .filter(line -> isAt(line, server))
                .toList();
    }

    /** The requests since the mark in the words "METHOD server", repetitions left out. */
    List<String> story() throws Exception {
        return requests(line -> line.text().split(" ", 2)[0]);
    }

    /** Where requests went since the mark, "transport server", repetitions left out. */
    List<String> ways() throws Exception {
        return requests(TraceLine::transport);
    }

    private List<String> requests(Function<TraceLine, String> word) throws Exception {
        List<String> story = new ArrayList<>();
        for (TraceLine line : trace()) {
            if (line.out() && !line.text().startsWith("SIP/2.0 ")) {
                String words = word.apply(line) + " " + name(line);
                if (story.isEmpty() || !story.get(story.size() - 1).equals(words)) {
                    story.add(words);
                }
            }
        }
        return story;
    }

    private String name(TraceLine line) {
        return servers.stream()
                .filter(server -> isAt(line, server))
                .map(PocketServer::name)
                .findFirst()
                .orElse(line.peer());
    }

    private static boolean isAt(TraceLine line, PocketServer server) {
        int port = line.transport().equals("tls") ? server.tlsPort() : server.port();
        InetAddress address = server.address().getAddress();
        String host = address.getHostAddress();
        return line.peer().equals((address instanceof Inet6Address ? "[::1]" : host) + ":" + port);
    }

    /** Milliseconds from the first send of one request to the first of another. */
    static long msBetween(List<TraceLine> first, List<TraceLine> then) {
        return Duration.between(first.get(0).at(), then.get(0).at()).toMillis();
    }

    /** Waits until something is so. */
    static void until(String what, Callable<Boolean> so) {
        await(what).atMost(SOON).pollDelay(Duration.ZERO).pollInterval(POLL).until(so);
    }

    /** How often a line of this phone switched for that reason. */
    long transitions(String why) throws Exception {
        return phone.metric("linekeeper_transitions_total{why=\"" + why + "\"}");
    }

    /** So many, once they are counted, which is a moment after the line is seen to be elsewhere. */
    void awaitTransitions(String why, long count) throws Exception {
        until(count + " are counted: " + why, () -> transitions(why) >= count);
        assertThat(transitions(why)).isEqualTo(count);
    }

    /** What the line counts under that name. */
    long counted(String event) throws Exception {
        return phone.metric("linekeeper_line_events_total{line=\"1\",event=\"" + event + "\"}");
    }

    Path directory() {
        return directory;
    }
}
