// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linekeeper.api.line.CallPlan.Destination;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.line.Transport;

class DestinationsTest {
    private static Server server(String uri) {
        return Destinations.server(Destination.at(uri, Transport.TCP));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:101@192.0.2.1, 192.0.2.1, 0",
        "sip:192.0.2.1, 192.0.2.1, 0",
        "SIPS:a:b@pbx.example:5071, pbx.example, 5071",
        "sip:101@[2001:db8::1]:5070;transport=tcp, 2001:db8::1, 5070",
        "sip:101@[2001:db8::1], 2001:db8::1, 0",
        "sip:101@pbx.example?Subject=a@b:1, pbx.example, 0",
        "sip:;x=y@pbx.example;lr, pbx.example, 0"
    })
    void aUriNamesItsHostAndPort(String uri, String host, int port) {
        assertThat(server(uri).address()).isEqualTo(host);
        assertThat(server(uri).port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:1@", "sip:1@pbx.example:99999", "tel:112", "sip:1@[::1", "200"})
    void whatNamesNoPlaceIsFoundByNoLookUp(String uri) {
        assertThat(server(uri).address()).isEmpty();
    }

    @Test
    void theTransportIsTheDestinations() {
        assertThat(server("sip:101@192.0.2.1;transport=udp").transport()).isEqualTo(Transport.TCP);
    }
}
