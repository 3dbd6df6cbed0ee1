// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.linekeeper.http.kit.HttpAddress;

/**
 * Where the page is served, and to whom.
 *
 * @param address port 0 = any free one
 * @param signsIn whether everybody has to sign in; outside loopback it is always so
 * @param home where the token lies; needed where everybody has to sign in
 */
public record Place(InetSocketAddress address, boolean signsIn, Optional<Path> home) {
    private static final String HTTP = "linekeeper.http";
    private static final String DEFAULT = "127.0.0.1:8090";

    public Place {
        signsIn = signsIn || !address.getAddress().isLoopbackAddress();
    }

    /**
     * What the framework's properties say: {@code linekeeper.http} (ADDR:PORT or {@code none}, else
     * 127.0.0.1:8090), {@code linekeeper.http.sign-in} and {@code linekeeper.home}.
     *
     * @return empty = nowhere
     * @throws IllegalArgumentException with one sentence when there is no such address
     */
    public static Optional<Place> of(UnaryOperator<String> properties) {
        String http = Optional.ofNullable(properties.apply(HTTP)).orElse(DEFAULT);
        if (http.equals("none")) {
            return Optional.empty();
        }
        boolean signsIn = Boolean.parseBoolean(properties.apply(HTTP + ".sign-in"));
        Optional<Path> home =
                Optional.ofNullable(properties.apply("linekeeper.home")).map(Path::of);
        return Optional.of(new Place(HttpAddress.parse(http), signsIn, home));
    }
}
