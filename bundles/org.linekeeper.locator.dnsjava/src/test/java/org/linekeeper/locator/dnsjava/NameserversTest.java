// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameserversTest {
    private static final List<InetSocketAddress> SYSTEM =
            List.of(new InetSocketAddress(Zone.ip("198.51.100.53"), 53));

    @Test
    void theListIsTakenAsWritten() throws Exception {
        assertThat(of("192.0.2.53, 192.0.2.54:5353,2001:db8::53,[::1]:54,192.0.2.53").now())
                .extracting(Texts::shown)
                .containsExactly("192.0.2.53", "192.0.2.54:5353", "2001:db8::53", "[::1]:54");
    }

    @Test
    void withoutTheListTheSystemIsAsked() throws Exception {
        assertThat(Nameservers.of(Optional.empty(), () -> () -> SYSTEM).now()).isEqualTo(SYSTEM);
        assertThat(of(" ").now()).isEqualTo(SYSTEM);
    }

    @Test
    void noneMeansNone() {
        assertThatThrownBy(() -> of("none").now())
                .isInstanceOf(Nameservers.NoneToAsk.class)
                .hasMessage("DNS is switched off (linekeeper.dns=none)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dns.example", "1.2.3.4:", "1.2.3.4:0", "1.2.3.4:65536", "::1]:53"})
    void whatIsNoAddressRefusesTheWholeList(String bad) {
        assertThatThrownBy(() -> of("192.0.2.53," + bad).now())
                .hasMessage("linekeeper.dns is '" + bad + "', not an IP[:PORT]");
    }

    @Test
    void theSystemsServersAreThoseOfThisMachine() throws Exception {
        // Whatever the machine has: addresses with port 53, or the sentence.
        try {
            assertThat(new SystemNameservers().now())
                    .isNotEmpty()
                    .allMatch(server -> server.getPort() == 53 && !server.isUnresolved());
        } catch (Nameservers.NoneToAsk none) {
            assertThat(none).hasMessage("the system names no DNS server");
        }
    }

    private static Nameservers of(String property) {
        return Nameservers.of(Optional.of(property), () -> () -> SYSTEM);
    }
}
