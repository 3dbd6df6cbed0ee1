// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.locator.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cases of RFC 6724 section 10.2 that the rules in use decide. */
class AddressOrderTest {
    @Test
    void matchingScopeWins() {
        assertThat(order("2001:db8:1::1", "2001:db8:1::2", "198.51.100.121", "169.254.13.78"))
                .containsExactly("2001:db8:1::1", "198.51.100.121");
        assertThat(order("2001:db8:1::1", "fe80::1", "198.51.100.121", "198.51.100.117"))
                .containsExactly("198.51.100.121", "2001:db8:1::1");
    }

    @Test
    void ofTwoGoodOnesTheHigherPrecedenceWins() {
        assertThat(order("10.1.2.3", "10.1.2.4", "2001:db8:1::1", "2001:db8:1::2"))
                .containsExactly("2001:db8:1::1", "10.1.2.3");
    }

    @Test
    void theSmallerScopeWins() {
        assertThat(order("2001:db8:1::1", "2001:db8:1::2", "fe80::1", "fe80::2"))
                .containsExactly("fe80::1", "2001:db8:1::1");
    }

    @Test
    void theMatchingLabelWins() {
        assertThat(
                        order(
                                "2001:db8:1::1",
                                "2002:c633:6401::2",
                                "2002:c633:6401::1",
                                "2002:c633:6401::2"))
                .containsExactly("2002:c633:6401::1", "2001:db8:1::1");
    }

    @Test
    void aPrivateNetOverIpv6ComesAfterIpv4() {
        assertThat(order("fd00::1", "fd00::2", "192.0.2.1", "192.0.2.2"))
                .containsExactly("192.0.2.1", "fd00::1");
    }

    @Test
    void withoutARouteAnAddressComesLast() {
        Map<String, String> sources = Map.of("192.0.2.1", "192.0.2.2");
        assertThat(sorted(List.of("2001:db8::1", "192.0.2.1"), sources))
                .containsExactly("192.0.2.1", "2001:db8::1");
    }

    @Test
    void equallyGoodOnesKeepTheOrderOfTheAnswer() {
        Map<String, String> sources =
                Map.of(
                        "192.0.2.9",
                        "192.0.2.2",
                        "192.0.2.1",
                        "192.0.2.2",
                        "192.0.2.5",
                        "192.0.2.2");
        assertThat(sorted(List.of("192.0.2.9", "192.0.2.1", "192.0.2.5"), sources))
                .containsExactly("192.0.2.9", "192.0.2.1", "192.0.2.5");
    }

    private static List<String> order(String one, String from1, String two, String from2) {
        return sorted(List.of(one, two), Map.of(one, from1, two, from2));
    }

    private static List<String> sorted(List<String> addresses, Map<String, String> sources) {
        Routes routes = to -> Optional.ofNullable(sources.get(IpLiteral.text(to))).map(Zone::ip);
        return AddressOrder.sorted(addresses.stream().map(Zone::ip).toList(), routes).stream()
                .map(IpLiteral::text)
                .toList();
    }
}
