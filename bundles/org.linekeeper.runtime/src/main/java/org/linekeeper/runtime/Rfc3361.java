// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.runtime;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.linekeeper.api.lines.Refusal;

/**
 * Reads DHCP option 120, without its code and length, in both encodings, and the octets as hooks of
 * DHCP clients write them. Anything but an option to the letter is a {@link Refusal} of BAD_VALUE.
 */
final class Rfc3361 {
    private static final int MOST_OCTETS = 255;

    /** Two digits and a colon each, but for the last. */
    private static final int LONGEST = 3 * MOST_OCTETS - 1;

    private static final int NAMES = 0;
    private static final int ADDRESSES = 1;
    private static final int ADDRESS_OCTETS = 4;
    private static final int MOST_IN_LABEL = 63;

    /** RFC 1035 section 4.1.4: two octets with these bits before an offset of 14 bits. */
    private static final int POINTER = 0xC0;

    private static final int FIRST_MULTICAST = 224;

    private final int[] octets;

    private Rfc3361(int[] octets) {
        this.octets = octets;
    }

    /**
     * Octets of two digits each, or apart by colons: then one digit will do, as dhclient has it.
     *
     * @param hex not empty
     */
    static int[] octets(String hex) {
        int length = hex.length();
        if (length > LONGEST) {
            throw refused(length + " characters are more than the 255 octets of a DHCP option");
        }
        for (int i = 0; i < length; i++) {
            if (!HexFormat.isHexDigit(hex.charAt(i)) && hex.charAt(i) != ':') {
                String found = String.format("U+%04X", (int) hex.charAt(i));
                throw refused("character " + (i + 1) + ", " + found + ", is no hexadecimal digit");
            }
        }
        int[] octets = hex.indexOf(':') < 0 ? inPairs(hex) : apart(hex.split(":", -1));
        if (octets.length > MOST_OCTETS) {
            throw refused(octets.length + " octets are more than the 255 of a DHCP option");
        }
        return octets;
    }

    private static int[] inPairs(String hex) {
        if (hex.length() % 2 != 0) {
            throw refused("digit " + hex.length() + " stands alone: an octet has two");
        }
        int[] octets = new int[hex.length() / 2];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = HexFormat.fromHexDigits(hex, 2 * i, 2 * i + 2);
        }
        return octets;
    }

    private static int[] apart(String[] words) {
        int[] octets = new int[words.length];
        for (int i = 0; i < octets.length; i++) {
            if (words[i].isEmpty() || words[i].length() > 2) {
                throw refused(i, "has " + words[i].length() + " digits, not one or two");
            }
            octets[i] = HexFormat.fromHexDigits(words[i]);
        }
        return octets;
    }

    /** The servers that an option of at least one octet names: one or more. */
    static List<String> servers(int[] octets) {
        Rfc3361 option = new Rfc3361(octets);
        List<String> servers =
                switch (octets[0]) {
                    case NAMES -> option.names();
                    case ADDRESSES -> option.addresses();
                    default -> throw refused(0, "is " + octets[0] + ", not 0 (names) or 1 (IPv4)");
                };
        if (servers.isEmpty()) {
            throw refused(0, "is followed by no server");
        }
        return servers;
    }

    /** Section 3.1: labels as in RFC 1035 section 3.1, which may be compressed. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        int at = 1;
        while (at < octets.length) {
            StringBuilder name = new StringBuilder();
            int next = readName(at, name);
            if (name.length() == 0) {
                throw refused(at, "is 0, which begins an empty name");
            }
            names.add(name.toString());
            at = next;
        }
        return List.copyOf(names);
    }

    /** Reads the name that begins there and gives what follows it. */
    private int readName(int start, StringBuilder name) {
        int at = start;
        int from = start;
        int next = 0;
        while (at < octets.length && octets[at] != 0) {
            if (octets[at] >= POINTER) {
                next = next == 0 ? at + 2 : next;
                at = target(at, from);
                from = at;
            } else {
                name.append(name.length() == 0 ? "" : ".").append(label(at));
                at += 1 + octets[at];
            }
        }
        if (at >= octets.length) {
            throw refused(start, "begins a name that has no end");
        }
        return next == 0 ? at + 1 : next;
    }

    /**
     * Where a pointer leads. Offset 0 is the octet behind the encoding. It only leads back, so that
     * there is an end and no name is longer than the option.
     */
    private int target(int at, int from) {
        if (at + 1 == octets.length) {
            throw refused(at, "is " + octets[at] + ", a pointer without its second octet");
        }
        int target = 1 + ((octets[at] & ~POINTER) << 8) + octets[at + 1];
        if (target >= from) {
            throw refused(at, "points to octet " + (target + 1) + ", which is not before its name");
        }
        return target;
    }

    private String label(int at) {
        int length = octets[at];
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

    /** Section 3.2: four octets each. */
    private List<String> addresses() {
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
}
