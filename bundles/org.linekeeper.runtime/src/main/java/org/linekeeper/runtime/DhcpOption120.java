// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.linekeeper.api.line.LineConfig;
import org.linekeeper.api.line.Server;
import org.linekeeper.api.lines.Refusal;

/**
 * DHCP option 120 (RFC 3361): the SIP servers that a network names, in both of its encodings.
 *
 * @param hex the option without its code and length, in hexadecimal; empty = there is none
 * @param servers host names or IPv4 addresses, the first preferred; empty only without an option
 */
record DhcpOption120(String hex, List<String> servers) {
    static final DhcpOption120 NONE = new DhcpOption120("", List.of());

    /** A line takes this many, the primary and the backup (V7). */
    static final int MOST_SERVERS = 2;

    private static final int MOST_OCTETS = 255;
    private static final int NAMES = 0;
    private static final int ADDRESSES = 1;
    private static final int ADDRESS_OCTETS = 4;
    private static final int MOST_IN_LABEL = 63;
    private static final int COMPRESSED = 0xC0;
    private static final int FIRST_MULTICAST = 224;

    /** Reads it; anything but an option to the letter is a {@link Refusal} of BAD_VALUE. */
    static DhcpOption120 read(String hex) {
        String digits = hex.toLowerCase(Locale.ROOT);
        if (digits.isEmpty()) {
            return NONE;
        }
        checkDigits(hex);
        int[] octets =
                IntStream.range(0, digits.length() / 2)
                        .map(i -> HexFormat.fromHexDigits(digits, 2 * i, 2 * i + 2))
                        .toArray();
        List<String> servers =
                switch (octets[0]) {
                    case NAMES -> names(octets);
                    case ADDRESSES -> addresses(octets);
                    default -> throw refused(0, "is " + octets[0] + ", not 0 (names) or 1 (IPv4)");
                };
        if (servers.isEmpty()) {
            throw refused(0, "is followed by no server");
        }
        return new DhcpOption120(digits, servers);
    }

    private static void checkDigits(String hex) {
        int length = hex.length();
        if (length > 2 * MOST_OCTETS) {
            throw refused(length + " digits are more than the 255 octets of a DHCP option");
        }
        for (int i = 0; i < length; i++) {
            if (!HexFormat.isHexDigit(hex.charAt(i))) {
                String found = String.format("U+%04X", (int) hex.charAt(i));
                throw refused("character " + (i + 1) + ", " + found + ", is no hexadecimal digit");
            }
        }
        if (length % 2 != 0) {
            throw refused("digit " + length + " stands alone: an octet has two");
        }
    }

    /** Encoding 0: labels as in RFC 1035 section 3.1, never compressed. */
    private static List<String> names(int[] octets) {
        List<String> names = new ArrayList<>();
        int at = 1;
        while (at < octets.length) {
            int start = at;
            StringBuilder name = new StringBuilder();
            while (at < octets.length && octets[at] != 0) {
                name.append(name.length() == 0 ? "" : ".").append(label(octets, at));
                at += 1 + octets[at];
            }
            if (at == octets.length) {
                throw refused(start, "begins a name that has no end");
            }
            if (name.length() == 0) {
                throw refused(start, "is 0, which begins an empty name");
            }
            names.add(name.toString());
            at++;
        }
        return List.copyOf(names);
    }

    private static String label(int[] octets, int at) {
        int length = octets[at];
        if (length >= COMPRESSED) {
            throw refused(at, "is " + length + ": a name here must not be compressed");
        }
        if (length > MOST_IN_LABEL) {
            throw refused(at, "is " + length + ": a label has at most 63 octets");
        }
        int left = octets.length - at - 1;
        if (length > left) {
            throw refused(at, "is " + length + ", but only " + left + " octets follow");
        }
        StringBuilder label = new StringBuilder();
        for (int i = at + 1; i <= at + length; i++) {
            if (octets[i] != '-' && !isLetterOrDigit(octets[i])) {
                throw refused(i, "is " + octets[i] + ", which no host name has");
            }
            label.append((char) octets[i]);
        }
        return label.toString();
    }

    private static boolean isLetterOrDigit(int octet) {
        return octet < 128 && Character.isLetterOrDigit(octet);
    }

    /** Encoding 1: four octets each. */
    private static List<String> addresses(int[] octets) {
        if ((octets.length - 1) % ADDRESS_OCTETS != 0) {
            int count = octets.length - 1;
            throw refused(
                    0, "is followed by " + count + " octets, which are no whole IPv4 addresses");
        }
        List<String> addresses = new ArrayList<>();
        for (int at = 1; at < octets.length; at += ADDRESS_OCTETS) {
            String address =
                    octets[at] + "." + octets[at + 1] + "." + octets[at + 2] + "." + octets[at + 3];
            if (octets[at] == 0 || octets[at] >= FIRST_MULTICAST) {
                throw refused(at, "begins " + address + ", which is no host's address");
            }
            addresses.add(address);
        }
        return List.copyOf(addresses);
    }

    private static Refusal refused(int index, String what) {
        return refused("octet " + (index + 1) + " " + what);
    }

    private static Refusal refused(String what) {
        return Refusal.ofValue("hex", "DHCP option 120: " + what + ".");
    }

    /**
     * The line as it runs: where it allows that, its servers are at the addresses of the option.
     * Everything else of a server stays; one that the line has no settings for gets those of the
     * server before it. A domain that is the primary's address remains that.
     */
    LineConfig appliedTo(LineConfig config) {
        if (!config.dhcpOption120() || servers.isEmpty()) {
            return config;
        }
        List<Server> own = config.servers().isEmpty() ? List.of(Server.at("")) : config.servers();
        List<Server> named =
                IntStream.range(0, Math.min(MOST_SERVERS, servers.size()))
                        .mapToObj(i -> at(servers.get(i), own.get(Math.min(i, own.size() - 1))))
                        .toList();
        String primary = own.get(0).address();
        boolean follows = config.domain().equalsIgnoreCase(primary);
        return config.with(
                draft -> draft.servers(named).domain(follows ? servers.get(0) : config.domain()));
    }

    private static Server at(String address, Server settings) {
        return settings.with(draft -> draft.address(address));
    }
}
