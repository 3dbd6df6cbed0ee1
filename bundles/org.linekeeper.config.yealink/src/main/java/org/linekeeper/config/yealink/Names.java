// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys that this adapter knows, and where in them a number belongs. */
final class Names {
    /** Accounts that there can be; a model may have fewer. */
    static final int MAX_ACCOUNT = 16;

    /** SIP servers of an account, and outbound proxies. */
    static final int MAX_SERVER = 2;

    /** Static DNS records of each type. */
    static final int MAX_RECORD = 12;

    /** More templates than any base has. */
    static final int MAX_TEMPLATE = 100;

    static final String ENABLE = "enable";
    static final String LABEL = "label";
    static final String DISPLAY_NAME = "display_name";
    static final String AUTH_NAME = "auth_name";
    static final String USER_NAME = "user_name";
    static final String PASSWORD = "password";
    static final String TEMPLATE = "sip_server.template";
    static final String PROXY_ENABLE = "outbound_proxy_enable";
    static final String PROXY_INTERVAL = "outbound_proxy_fallback_interval";
    static final String REDUNDANCY_TYPE = "fallback.redundancy_type";
    static final String FALLBACK_TIMEOUT = "fallback.timeout";
    static final String TIMER_T1 = "advanced.timer_t1";
    static final String TIMER_T2 = "advanced.timer_t2";
    static final String TIMER_T4 = "advanced.timer_t4";
    static final String REREGISTER = "reregister_enable";
    static final String RETRY_INTERVAL = "reg_fail_retry_interval";
    static final String KEEPALIVE = "nat.udp_update_enable";
    static final String KEEPALIVE_TIME = "nat.udp_update_time";
    static final String UNREGISTER = "unregister_on_reboot";
    static final String DNS_CACHE = "dns_cache_type";
    static final String STATIC_FIRST = "static_cache_pri";
    static final String NAPTR_BUILD = "naptr_build";
    static final String SESSION = "session_timer.enable";
    static final String SESSION_EXPIRES = "session_timer.expires";
    static final String SESSION_REFRESHER = "session_timer.refresher";

    /** Of the phone, without a prefix. */
    static final String SURGE_PREVENTION = "sip.reg_surge_prevention";

    static final String ADDRESS = "address";
    static final String PORT = "port";
    static final String TRANSPORT = "transport_type";
    static final String EXPIRES = "expires";

    /** Older names of an account's settings, and what they are called now. */
    static final Map<String, List<String>> OLDER =
            Map.of(
                    "sip_server_host", List.of(ofServer(1, ADDRESS)),
                    "sip_server_port", List.of(ofServer(1, PORT)),
                    "transport", List.of(ofServer(1, TRANSPORT), ofServer(2, TRANSPORT)),
                    "expires", List.of(ofServer(1, EXPIRES), ofServer(2, EXPIRES)),
                    "backup_sip_server_host", List.of(ofServer(2, ADDRESS)),
                    "backup_sip_server_port", List.of(ofServer(2, PORT)),
                    "outbound_host", List.of(ofProxy(1, ADDRESS)),
                    "outbound_port", List.of(ofProxy(1, PORT)),
                    "backup_outbound_host", List.of(ofProxy(2, ADDRESS)),
                    "backup_outbound_port", List.of(ofProxy(2, PORT)));

    /** What a template may say for an account. */
    static final Set<String> OF_TEMPLATE = new HashSet<>();

    private static final Set<String> OF_ACCOUNT = new HashSet<>(OLDER.keySet());
    private static final Set<String> OF_PHONE = new HashSet<>(Set.of(SURGE_PREVENTION));

    private static final List<String> PREFIXES = List.of("account.", "template.", "dns_cache_");
    private static final Pattern LETTER = Pattern.compile("\\.([A-Za-z])(?=\\.)");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,2}");

    static {
        OF_ACCOUNT.addAll(
                List.of(ENABLE, LABEL, DISPLAY_NAME, AUTH_NAME, USER_NAME, PASSWORD, TEMPLATE));
        OF_ACCOUNT.addAll(List.of(PROXY_ENABLE, PROXY_INTERVAL, REDUNDANCY_TYPE, FALLBACK_TIMEOUT));
        OF_ACCOUNT.addAll(List.of(TIMER_T1, TIMER_T2, TIMER_T4, REREGISTER, RETRY_INTERVAL));
        OF_ACCOUNT.addAll(List.of(KEEPALIVE, KEEPALIVE_TIME, UNREGISTER));
        OF_ACCOUNT.addAll(List.of(DNS_CACHE, STATIC_FIRST, NAPTR_BUILD));
        OF_ACCOUNT.addAll(List.of(SESSION, SESSION_EXPIRES, SESSION_REFRESHER));
        for (int y = 1; y <= MAX_SERVER; y++) {
            for (String name : List.of(ADDRESS, PORT, TRANSPORT, EXPIRES)) {
                OF_TEMPLATE.add(ofServer(y, name));
            }
            for (String name : Rules.NAMES) {
                OF_TEMPLATE.add(ofServer(y, name));
                OF_ACCOUNT.add(ofProxy(y, name));
            }
            OF_ACCOUNT.add(ofProxy(y, ADDRESS));
            OF_ACCOUNT.add(ofProxy(y, PORT));
        }
        OF_ACCOUNT.addAll(OF_TEMPLATE);
        for (int n = 1; n <= MAX_RECORD; n++) {
            OF_PHONE.addAll(StaticCache.names(n));
        }
    }

    private Names() {}

    /** Whose setting a key is. */
    enum Owner {
        PHONE,
        ACCOUNT,
        TEMPLATE
    }

    /**
     * A key of the table.
     *
     * @param number of the account or template; 0 = of the phone
     * @param name what stands behind that
     */
    record Key(Owner owner, int number, String name) {}

    static String ofServer(int y, String name) {
        return "sip_server." + y + "." + name;
    }

    static String ofProxy(int y, String name) {
        return "outbound_proxy." + y + "." + name;
    }

    /** What a file writes as a key; empty if it is none of the table. */
    static Optional<Key> find(String written) {
        if (OF_PHONE.contains(written)) {
            return Optional.of(new Key(Owner.PHONE, 0, written));
        }
        Optional<Key> found = numbered("account.", written, Owner.ACCOUNT, MAX_ACCOUNT, OF_ACCOUNT);
        return found.isPresent()
                ? found
                : numbered("template.", written, Owner.TEMPLATE, MAX_TEMPLATE, OF_TEMPLATE);
    }

    /** The letter in a key of the table that stands where a number belongs; empty if none does. */
    static Optional<String> letterForNumber(String written) {
        Matcher matcher = LETTER.matcher(written);
        // Most keys of a file are of no interest here, and are passed over without a search.
        if (PREFIXES.stream().noneMatch(written::startsWith) || !matcher.find()) {
            return Optional.empty();
        }
        String letter = matcher.group(1);
        return find(matcher.replaceAll(".1")).map(key -> letter);
    }

    private static Optional<Key> numbered(
            String prefix, String written, Owner owner, int max, Set<String> names) {
        if (!written.startsWith(prefix)) {
            return Optional.empty();
        }
        int dot = written.indexOf('.', prefix.length());
        String digits = written.substring(prefix.length(), Math.max(dot, prefix.length()));
        if (!NUMBER.matcher(digits).matches() || Integer.parseInt(digits) > max) {
            return Optional.empty();
        }
        String name = written.substring(dot + 1);
        return names.contains(name)
                ? Optional.of(new Key(owner, Integer.parseInt(digits), name))
                : Optional.empty();
    }
}
