// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.lab.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A phone with its vendor's own config file, in a process of its own: the image that a maker would
 * put into firmware. One that ends by itself is started once more.
 */
final class VendorPhone implements AutoCloseable {
    private static final long FAREWELL_MS = 500;

    private static final List<String> SMALL =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx64m",
                    "-Xshare:auto",
                    "-XX:-UsePerfData",
                    // Its input is a pipe from here: the phone does not outlive a demo that is
                    // killed.
                    "-Dlinekeeper.lifeline=true");

    private final String device;
    private final List<String> command;
    private Process process;
    private boolean again;
    private boolean closed;

    /**
     * A phone's kind.
     *
     * @param device its name
     * @param file its config, a resource beside this class
     * @param model as its owner reads it
     * @param site where it stands
     */
    record Kind(String device, String file, String model, String site) {
        /** One of each vendor. */
        static final List<Kind> ALL =
                List.of(
                        new Kind("fanvil-x4u", "fanvil.cfg", "X4U", "Shenzhen"),
                        new Kind("yealink-t46", "yealink.cfg", "T46U", "Xiamen"),
                        new Kind("flyingvoice-fip15", "flyingvoice.cfg", "FIP15G", "Berlin"));
    }

    /**
     * What it is told.
     *
     * @param jar of the phone's image
     * @param home it has a directory of its own there
     * @param mqtt URL of the broker
     * @param dns ADDR:PORT
     * @param values for the names in braces of its config
     */
    record World(Path jar, Path home, String mqtt, String dns, Map<String, String> values) {}

    private VendorPhone(String device, List<String> command) {
        this.device = device;
        this.command = command;
    }

    /**
     * Starts a phone.
     *
     * @throws IOException if its files cannot be written or no process be started
     */
    static VendorPhone start(Kind kind, World world) throws IOException {
        Path home = Files.createDirectories(world.home().resolve(kind.device()));
        Path config = home.resolve(kind.file());
        Files.writeString(config, filled(kind.file(), world.values()));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(List.of("-jar", world.jar().toString(), "run", config.toString()));
        command.addAll(List.of("--home", home.resolve("state").toString()));
        command.addAll(List.of("--http", "127.0.0.1:0", "--dns", world.dns()));
        command.addAll(List.of("--mqtt", world.mqtt(), "--device-id", kind.device()));
        command.addAll(List.of("--site", kind.site(), "--model", kind.model()));
        command.addAll(List.of("--log", "error"));
        VendorPhone phone = new VendorPhone(kind.device(), command);
        phone.begin();
        return phone;
    }

    /** A config with its values put in. */
    static String filled(String file, Map<String, String> values) {
        try (InputStream in = VendorPhone.class.getResourceAsStream(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("{" + value.getKey() + "}", value.getValue());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void begin() throws IOException {
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Thread reader = new Thread(() -> drain(process), "demo-" + device);
        reader.setDaemon(true);
        reader.start();
        process.onExit().thenAccept(this::ended);
    }

    /** What it says of itself is for nobody here; unread it would stand still. */
    private static void drain(Process process) {
        try (BufferedReader lines = process.inputReader()) {
            while (lines.readLine() != null) {
                continue;
            }
        } catch (IOException gone) {
            return;
        }
    }

    private synchronized void ended(Process old) {
        if (closed) {
            return;
        }
        boolean last = again;
        System.err.println(
                "linekeeper: the phone "
                        + device
                        + " ended with "
                        + old.exitValue()
                        + (last ? " again" : "; it is started once more"));
        again = true;
        if (last) {
            return;
        }
        try {
            begin();
        } catch (IOException e) {
            System.err.println("linekeeper: " + device + " cannot be started: " + e.getMessage());
        }
    }

    /** The process's number. */
    synchronized long pid() {
        return process.pid();
    }

    /** As when the power goes: its server hears nothing of it. */
    void cut() {
        leave().destroyForcibly();
    }

    private synchronized Process leave() {
        closed = true;
        return process;
    }

    /** Ends it, in bounded time; it says goodbye if it is quick. */
    @Override
    public void close() {
        Process last = leave();
        last.destroy();
        try {
            if (!last.waitFor(FAREWELL_MS, TimeUnit.MILLISECONDS)) {
                last.destroyForcibly().waitFor(FAREWELL_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
