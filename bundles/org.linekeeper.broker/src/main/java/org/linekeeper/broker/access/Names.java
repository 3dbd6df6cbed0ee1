// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.broker.access;

import java.util.Set;

/** What a tenant, a device or a client may be called. */
final class Names {
    static final int MAX_CHARS = 64;
    static final String DEFAULT_TENANT = "default";
    static final String COLLECTOR = "collector";
    static final String VIEWER = "viewer";

    /** A device called so would have topics that belong to others. */
    private static final Set<String> LEVELS = Set.of("ring", "blob", "srv");

    /** Wildcards and levels; what quotes and escapes in Artemis; its separator of names. */
    private static final String FORBIDDEN = "+#/'\"\\";

    private Names() {}

    /** Whether it can be a level of a topic and part of a queue's name. */
    static boolean isLevel(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_CHARS
                && !name.startsWith("$")
                && !name.contains("::")
                && name.chars().noneMatch(Names::isForbidden);
    }

    /** Whether a device can be called so. */
    static boolean isDevice(String name) {
        return isLevel(name)
                && !LEVELS.contains(name)
                && !isOf(COLLECTOR, name)
                && !isOf(VIEWER, name)
                && !isCollectorsId(name);
    }

    /** Whether it is that name, or that one with a dash and more. */
    static boolean isOf(String role, String name) {
        return name.equals(role) || name.startsWith(role + "-");
    }

    /** What a collector of ours calls itself when it is not told a user. */
    static boolean isCollectorsId(String clientId) {
        return clientId.startsWith("lk-collector-");
    }

    /** What mosquitto's command line tools make up. */
    static boolean isMadeUp(String clientId) {
        return clientId.startsWith("mosq-");
    }

    private static boolean isForbidden(int c) {
        return FORBIDDEN.indexOf(c) >= 0
                || Character.isISOControl(c)
                || Character.isSurrogate((char) c)
                || c == 0xFFFE
                || c == 0xFFFF;
    }
}
