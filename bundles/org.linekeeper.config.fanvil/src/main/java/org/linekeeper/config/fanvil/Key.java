// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.fanvil;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that this adapter knows, by the names of the text form. The XML forms have the same
 * names without blanks or with underscores, and older phones cut those of a line.
 */
enum Key {
    PHONE_NUMBER("Phone Number"),
    DISPLAY_NAME("Display Name"),
    SIP_NAME("Sip Name"),
    REGISTER_USER("Register User"),
    REGISTER_PSWD("Register Pswd", "Register Pwd"),
    LOCAL_DOMAIN("Local Domain"),
    ENABLE_REG("Enable Reg"),
    REGISTER_ADDR("Register Addr"),
    REGISTER_PORT("Register Port"),
    REGISTER_TTL("Register TTL"),
    TRANSPORT("Transport"),
    BACKUP_ADDR("Backup Addr"),
    BACKUP_PORT("Backup Port"),
    BACKUP_TTL("Backup TTL"),
    BACKUP_TRANSPORT("Backup Transport"),
    ENABLE_FAILBACK("Enable Failback"),
    FAILBACK_INTERVAL("Failback Interval"),
    SIGNAL_RETRY_COUNTS("Signal Retry Counts"),
    SESSION_TIMER_T1("Session Timer T1"),
    SESSION_TIMER_T2("Session Timer T2"),
    SESSION_TIMER_T4("Session Timer T4"),
    NAT_UDP_UPDATE("NAT UDPUpdate"),
    UDP_UPDATE_TTL("UDPUpdate TTL"),
    UDP_UPDATE_TRY_TIMES("UDPUpdate Try Times"),
    /** Of a line or of the phone; exports call the phone's own one {@code SIP Port}. */
    SIGNAL_PORT("Signal Port", "SIP Port"),
    /** Of a line or of the phone. */
    REG_FAIL_INTERVAL("Reg Fail Interval", "Reg Retry Time"),
    PROXY_ADDR("Proxy Addr"),
    PROXY_PORT("Proxy Port"),
    PROXY_USER("Proxy User"),
    PROXY_PSWD("Proxy Pswd"),
    BAK_PROXY_ADDR("BakProxy Addr"),
    BAK_PROXY_PORT("BakProxy Port"),
    NEED_REG_ON("Need Reg On"),
    BACKUP_NEED_REG_ON("Backup Need Reg On"),
    PROXY_NEED_REG_ON("Proxy Need Reg On"),
    BAK_PROXY_NEED_REG_ON("BakProxy Need Reg On"),
    DNS_SRV("DNS SRV"),
    DNS_MODE("DNS Mode"),
    BACKUP_MODE("Backup Mode"),
    SIGNAL_FAILBACK("Signal Failback"),
    UNAVAILABLE_MODE("Unavailable Mode"),
    TCP_USE_RETRY_TIMER("TCP Use Retry Timer"),
    ENABLE_GROUP_BACKUP("Enable Group Backup");

    /** Where older phones cut the name of a line's setting. */
    private static final int CUT = 14;

    private static final Map<String, Key> BY_NAME = new HashMap<>();
    private static final Map<String, Key> BY_CUT_NAME = new HashMap<>();

    static {
        for (Key key : values()) {
            for (String name : key.names) {
                BY_NAME.put(bare(name), key);
                // The three timers are cut to one name, which a shorter one has in full.
                if (name.length() > CUT && !name.startsWith("Session Timer")) {
                    BY_CUT_NAME.put(bare(name.substring(0, CUT)), key);
                }
            }
        }
        BY_CUT_NAME.putAll(BY_NAME);
    }

    private final List<String> names;

    Key(String... names) {
        this.names = List.of(names);
    }

    /** The key that a file calls {@code written}. */
    static Optional<Key> named(String written) {
        return Optional.ofNullable(BY_NAME.get(bare(written)));
    }

    /** The same for a line's setting in a form of older phones, where the name may be cut. */
    static Optional<Key> namedOrCut(String written) {
        return Optional.ofNullable(BY_CUT_NAME.get(bare(written)));
    }

    /** Letters and digits alone, in lower case: what the forms have in common. */
    private static String bare(String name) {
        StringBuilder bare = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                bare.append(Character.toLowerCase(c));
            }
        }
        return bare.toString();
    }
}
