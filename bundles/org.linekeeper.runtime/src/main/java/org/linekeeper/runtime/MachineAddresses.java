// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses by which others reach this machine. Not among them: those of loopback, those of
 * interfaces that are down, and the temporary ones of IPv6 (RFC 8981), which change each day while
 * the network stays as it is.
 */
final class MachineAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(MachineAddresses.class);

    /** Linux tells here what the JDK does not: an address in hex, and its flags. */
    private static final Path FLAGS = Path.of("/proc/net/if_inet6");

    private static final int FLAGS_COLUMN = 4;
    private static final int TEMPORARY = 0x01;

    /** An interface and its addresses. */
    record Link(boolean up, boolean loopback, Collection<InetAddress> addresses) {}

    private MachineAddresses() {}

    /** As they are now; what cannot be read is not among them. */
    static Set<String> now() {
        List<Link> links = List.of();
        try {
            links = NetworkInterface.networkInterfaces().map(MachineAddresses::link).toList();
        } catch (SocketException e) {
            LOG.debug("the addresses of this machine cannot be read", e);
        }
        return reachable(links, temporary(flags()));
    }

    private static Link link(NetworkInterface card) {
        try {
            return new Link(card.isUp(), card.isLoopback(), card.inetAddresses().toList());
        } catch (SocketException gone) {
            return new Link(false, false, List.of());
        }
    }

    private static List<String> flags() {
        try {
            return Files.readAllLines(FLAGS);
        } catch (IOException notLinux) {
            return List.of();
        }
    }

    static Set<String> reachable(Collection<Link> links, Set<InetAddress> temporary) {
        Set<String> all = new TreeSet<>();
        links.stream()
                .filter(link -> link.up() && !link.loopback())
                .flatMap(link -> link.addresses().stream())
                .filter(address -> !address.isLoopbackAddress() && !temporary.contains(address))
                .map(InetAddress::getHostAddress)
                .forEach(all::add);
        return all;
    }

    /** The temporary ones among the lines of {@code if_inet6}. */
    static Set<InetAddress> temporary(List<String> lines) {
        Set<InetAddress> found = new HashSet<>();
        for (String line : lines) {
            String[] columns = line.trim().split("\\s+");
            try {
                if ((Integer.parseInt(columns[FLAGS_COLUMN], 16) & TEMPORARY) != 0) {
                    found.add(InetAddress.getByAddress(HexFormat.of().parseHex(columns[0])));
                }
            } catch (IndexOutOfBoundsException
                    | IllegalArgumentException
                    | UnknownHostException strange) {
                LOG.debug("{} has a strange line: {}", FLAGS, line);
            }
        }
        return found;
    }
}
