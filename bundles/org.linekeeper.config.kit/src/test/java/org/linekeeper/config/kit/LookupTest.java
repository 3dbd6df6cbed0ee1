// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Transport;

class LookupTest {
    @ParameterizedTest
    @CsvSource({
        "NOTHING, a.example, UDP, a.example:5070/udp, 0",
        "SRV, a.example, UDP, a.example:0/udp, 5070",
        "SRV, 192.0.2.1, UDP, 192.0.2.1:5070/udp, 0",
        "NAPTR, a.example, UDP, a.example:0/naptr, 5070",
        "NAPTR, a.example, TLS, a.example:0/tls, 5070",
        "NAPTR, 2001:db8::1, UDP, 2001:db8::1:5070/udp, 0"
    })
    void aNameIsAskedForAndThePortIsLeftForAddresses(
            Lookup lookup, String host, Transport over, String shown, int fallbackPort) {
        Server looked = lookup.of(Server.at(host).with(d -> d.port(5070).transport(over)));
        assertThat(looked).hasToString(shown);
        assertThat(looked.fallbackPort()).isEqualTo(fallbackPort);
    }
}
