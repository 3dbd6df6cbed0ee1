// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A broker in a process of its own, which can be killed. */
final class ForkedBroker implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final int port;

    private ForkedBroker(Process process, BufferedReader out, int port) {
        this.process = process;
        this.out = out;
        this.port = port;
    }

    /** Starts one that lets everybody in; it listens when this returns. */
    static ForkedBroker start(Path directory, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ForkedBroker.class.getName(), directory.toString()));
        Process process =
                new ProcessBuilder(command)
                        .redirectError(directory.resolveSibling("log").toFile())
                        .start();
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String said = out.readLine();
        assertThat(said).as("the broker has not started").isNotNull();
        return new ForkedBroker(process, out, Integer.parseInt(said));
    }

    /** In the other process: answers each line with the megabytes of the heap that are in use. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        EmbeddedBroker broker =
                EmbeddedBroker.start(new BrokerSettings(anywhere, Path.of(args[0])));
        System.out.println(broker.port());
        while (System.in.read() >= 0) {
            System.gc();
            var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
            System.out.println(heap.getUsed() >> 20);
        }
        broker.close();
    }

    int port() {
        return port;
    }

    /** How much of its heap is in use after a collection. */
    int heapMib() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return Integer.parseInt(out.readLine());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
