// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** What the text of a host name or an IP address tells without asking anybody. */
public final class Host {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private static final Pattern OCTETS =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private Host() {}

    /** Whether all characters can stand in a host name or an IP literal; true of an empty text. */
    public static boolean isPlausible(String text) {
        return text.chars()
                .allMatch(c -> Character.isLetterOrDigit(c) || "-._:[]%".indexOf(c) >= 0);
    }

    /** Whether this is an IP address and nothing that DNS has to be asked for. */
    public static boolean isIpLiteral(String text) {
        return text.indexOf(':') >= 0 || IPV4.matcher(text).matches();
    }

    /** Whether this is an IP address that exists, without brackets and without a scope. */
    public static boolean isAddress(String text) {
        if (text.indexOf(':') < 0) {
            return OCTETS.matcher(text).matches();
        }
        try {
            // With a colon in it this is never looked up.
            return IPV6_CHARACTERS.matcher(text).matches() && InetAddress.getByName(text) != null;
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }
}
