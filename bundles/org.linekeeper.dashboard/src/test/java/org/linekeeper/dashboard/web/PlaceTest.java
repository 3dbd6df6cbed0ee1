// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linekeeper.dashboard.access.MemoryKeep;

final class PlaceTest {
    @TempDir Path home;

    @Test
    void onLoopbackNobodySignsInUnlessItIsSaid() {
        Place usual = place(Map.of()).orElseThrow();
        assertThat(usual.address().toString()).endsWith("127.0.0.1:8090");
        assertThat(usual.signsIn()).isFalse();
        assertThat(place(Map.of("linekeeper.http.sign-in", "true")).orElseThrow().signsIn())
                .isTrue();
        assertThat(place(Map.of("linekeeper.http", "0.0.0.0:80")).orElseThrow().signsIn()).isTrue();
        assertThat(place(Map.of("linekeeper.http", "none"))).isEmpty();
        assertThatThrownBy(() -> place(Map.of("linekeeper.http", "nonsense")))
                .hasMessage("HTTP address nonsense is not ADDR:PORT of this host.");
    }

    @Test
    void aPortThatIsTakenIsToldInOneSentence() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            Place taken = place(Map.of("linekeeper.http", "127.0.0.1:" + port)).orElseThrow();
            assertThatThrownBy(() -> bind(taken))
                    .isInstanceOf(IOException.class)
                    .hasMessage("HTTP cannot listen on 127.0.0.1:" + port + ": the port is taken.");
        }
    }

    @Test
    void whereEverybodySignsInTheTokenNeedsAHome() {
        Place homeless = place(Map.of("linekeeper.http", "0.0.0.0:0")).orElseThrow();
        assertThatThrownBy(() -> bind(homeless)).hasMessageEndingWith("directory for its token.");
    }

    @Test
    void theLinkNamesAnAddressThatOthersCanUse() throws IOException {
        Map<String, String> everywhere =
                Map.of("linekeeper.http", "0.0.0.0:0", "linekeeper.home", home.toString());
        try (DashboardServer server = bind(place(everywhere).orElseThrow())) {
            assertThat(server.link().orElseThrow())
                    .doesNotContain("0.0.0.0")
                    .contains(":" + server.address().getPort() + "/enter?code=");
        }
    }

    private static DashboardServer bind(Place place) throws IOException {
        return DashboardServer.bind(place, new MemoryKeep(), Instant::now);
    }

    private static Optional<Place> place(Map<String, String> properties) {
        return Place.of(properties::get);
    }
}
