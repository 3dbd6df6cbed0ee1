// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.kit;

import java.util.regex.Pattern;

/** What the text of a host name or an IP address tells without asking anybody. */
public final class Host {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

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
}
