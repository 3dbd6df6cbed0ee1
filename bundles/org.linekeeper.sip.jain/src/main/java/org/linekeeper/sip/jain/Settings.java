// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.sip.jain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the device speaks SIP, whatever the line.
 *
 * @param bind the only local address to use; empty = the one that routes to a target
 * @param port the local port of the line that is opened first; empty = as its configuration says
 * @param ca certificates to trust instead of the system's, PEM
 * @param instance UUID of the device; empty = the one that {@code home} keeps
 * @param home where the device keeps what is to survive a restart
 */
record Settings(
        Optional<InetAddress> bind,
        OptionalInt port,
        Optional<Path> ca,
        Optional<String> instance,
        Path home) {
    private static final Pattern BIND =
            Pattern.compile(
                    "(?:\\[([0-9A-Fa-f:.]+)]|([0-9.]+|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+?))(?::(\\d{1,5}))?");

    /**
     * Reads {@code linekeeper.bind} (ADDR or ADDR:PORT, an IPv6 address in brackets), {@code
     * linekeeper.tls.ca} (a file), {@code linekeeper.uuid} and {@code linekeeper.home} (a
     * directory, {@code .linekeeper} without).
     *
     * @throws IllegalArgumentException with one sentence, for a value that cannot be used
     */
    static Settings from(Function<String, String> properties) {
        Optional<String> text = value(properties, "linekeeper.bind");
        Optional<InetAddress> bind = Optional.empty();
        OptionalInt port = OptionalInt.empty();
        if (text.isPresent()) {
            Matcher form = BIND.matcher(text.get());
            if (!form.matches()) {
                throw unusable("linekeeper.bind", text.get());
            }
            bind = Optional.of(address(form.group(1) == null ? form.group(2) : form.group(1)));
            int number = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
            port = number == 0 ? port : OptionalInt.of(number);
        }
        if (port.orElse(0) > 65535) {
            throw unusable("linekeeper.bind", text.orElse(""));
        }
        Optional<String> instance = value(properties, "linekeeper.uuid");
        instance.filter(id -> !InstanceId.isOne(id))
                .ifPresent(
                        id -> {
                            throw unusable("linekeeper.uuid", id);
                        });
        Optional<Path> ca = value(properties, "linekeeper.tls.ca").map(Path::of);
        Path home = Path.of(value(properties, "linekeeper.home").orElse(".linekeeper"));
        return new Settings(bind, port, ca, instance, home);
    }

    private static Optional<String> value(Function<String, String> properties, String name) {
        return Optional.ofNullable(properties.apply(name))
                .map(String::trim)
                .filter(v -> !v.isEmpty());
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw unusable("linekeeper.bind", literal);
        }
    }

    private static IllegalArgumentException unusable(String name, String value) {
        return new IllegalArgumentException(name + " = " + value + " cannot be used");
    }
}
