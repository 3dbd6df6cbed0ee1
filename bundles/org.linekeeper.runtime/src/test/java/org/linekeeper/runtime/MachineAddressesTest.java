// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineAddressesTest {
    private static final String KEPT = "20010db8000000000000000000000007 02 40 00 80     eth0";
    private static final String TEMPORARY = "20010db800000000a1b2c3d4e5f60708 02 40 00 01     eth0";
    private static final String DEPRECATED =
            "20010db80000000011112222333344aa 02 40 00 21     eth0";

    @Test
    void thoseOfLoopbackAndOfInterfacesThatAreDownDoNotCount() throws Exception {
        List<MachineAddresses.Link> links =
                List.of(
                        link(true, true, "127.0.0.1", "::1", "10.1.1.1"),
                        link(true, false, "192.0.2.7", "2001:db8::7", "127.0.0.5"),
                        link(false, false, "198.51.100.7"),
                        link(true, false));
        assertThat(MachineAddresses.reachable(links, Set.of()))
                .containsExactly("192.0.2.7", "2001:db8:0:0:0:0:0:7");
    }

    @Test
    void temporaryOnesDoNotCountWhateverTheirScope() throws Exception {
        Set<InetAddress> temporary =
                MachineAddresses.temporary(List.of(KEPT, TEMPORARY, DEPRECATED));
        assertThat(temporary)
                .containsExactlyInAnyOrder(
                        InetAddress.getByName("2001:db8::a1b2:c3d4:e5f6:708"),
                        InetAddress.getByName("2001:db8::1111:2222:3333:44aa"));
        MachineAddresses.Link link =
                new MachineAddresses.Link(
                        true,
                        false,
                        List.of(
                                InetAddress.getByName("2001:db8::7"),
                                InetAddress.getByName("2001:db8::a1b2:c3d4:e5f6:708%1")));
        assertThat(MachineAddresses.reachable(List.of(link), temporary))
                .containsExactly("2001:db8:0:0:0:0:0:7");
    }

    @Test
    void aStrangeLineIsPassedOver() {
        assertThat(
                        MachineAddresses.temporary(
                                List.of(
                                        "",
                                        "zz 02 40 00 01 eth0",
                                        "20 1 2 3",
                                        "20 02 40 00 x y",
                                        "20010d 02 40 00 01 eth0",
                                        TEMPORARY)))
                .hasSize(1);
    }

    @Test
    void onThisMachineNoneIsLoopback() throws Exception {
        List<String> loopback = new ArrayList<>();
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(InetAddress::isLoopbackAddress)
                .map(InetAddress::getHostAddress)
                .forEach(loopback::add);
        assertThat(loopback).isNotEmpty();
        assertThat(MachineAddresses.now()).doesNotContainAnyElementsOf(loopback);
    }

    private static MachineAddresses.Link link(boolean up, boolean loopback, String... addresses)
            throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return new MachineAddresses.Link(up, loopback, all);
    }
}
