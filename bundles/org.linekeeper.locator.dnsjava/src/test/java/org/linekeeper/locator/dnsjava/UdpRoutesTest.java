// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UdpRoutesTest {
    private final Routes routes = new UdpRoutes();

    @Test
    void theSourceIsTheAddressOfTheWayOut() {
        assertThat(routes.sourceTo(Zone.ip("127.0.0.1"))).contains(Zone.ip("127.0.0.1"));
    }

    @Test
    void whatCannotBeSentToHasNoSource() {
        // A broadcast is refused to a socket that did not ask for broadcasts.
        assertThat(routes.sourceTo(Zone.ip("255.255.255.255"))).isEmpty();
    }
}
