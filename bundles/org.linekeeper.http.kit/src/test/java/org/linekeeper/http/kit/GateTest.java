// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.http.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gate of a server that a guard watches, and the port; the others are tried by the hostile. */
final class GateTest {
    @Test
    void behindAGuardTheHostMayHaveAnyNameAndPagesAreItsOwn() throws IOException {
        try (Site site =
                new Site(
                        Limits.STANDARD,
                        "0.0.0.0",
                        Gate::guarded,
                        (request, role, route) -> route.apply(request))) {
            String name = "Host: fleet.example\r\n";
            for (String own :
                    List.of(
                            "",
                            "Origin: http://fleet.example\r\n",
                            "X-Forwarded-Proto: https\r\nOrigin: https://fleet.example\r\n",
                            "Sec-Fetch-Site: same-origin\r\n")) {
                assertThat(get(site, name + own)).as(own).startsWith("HTTP/1.1 200");
            }
            for (String foreign :
                    List.of(
                            "Origin: http://evil.example\r\n",
                            "Origin: https://fleet.example\r\n",
                            "X-Forwarded-Proto: https\r\nOrigin: http://fleet.example\r\n",
                            "Origin: http://fleet.example:81\r\n",
                            "Origin: null\r\n",
                            "Sec-Fetch-Site: cross-site\r\n")) {
                assertThat(get(site, name + foreign)).as(foreign).startsWith("HTTP/1.1 403");
            }
        }
    }

    @Test
    void aPortThatIsTakenIsToldInOneSentence() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThatThrownBy(
                            () ->
                                    HttpPort.bind(
                                            new InetSocketAddress("127.0.0.1", port),
                                            Limits.STANDARD))
                    .hasMessage("HTTP cannot listen on 127.0.0.1:" + port + ": the port is taken.");
        }
        assertThatThrownBy(
                        () -> HttpPort.bind(new InetSocketAddress("192.0.2.1", 0), Limits.STANDARD))
                .hasMessageEndingWith(": the address is not this host's.");
    }

    private static String get(Site site, String headers) throws IOException {
        return site.raw("GET /healthz HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n");
    }
}
