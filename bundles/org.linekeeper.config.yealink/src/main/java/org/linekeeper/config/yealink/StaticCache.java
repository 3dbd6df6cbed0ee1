// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.config.yealink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.linekeeper.api.line.StaticRecord;
import org.linekeeper.config.kit.CheckedSettings;
import org.linekeeper.config.kit.Host;

/** The phone's static DNS records: A, then SRV, then NAPTR, each in the order of its numbers. */
final class StaticCache {
    private static final String A = "dns_cache_a.";
    private static final String SRV = "dns_cache_srv.";
    private static final String NAPTR = "dns_cache_naptr.";

    private static final String NAME = ".name";
    private static final String TTL = ".ttl";
    private static final String IP = ".ip";
    private static final String PORT = ".port";
    private static final String PRIORITY = ".priority";
    private static final String WEIGHT = ".weight";
    private static final String TARGET = ".target";
    private static final String FLAGS = ".flags";
    private static final String ORDER = ".order";
    private static final String PREFERENCE = ".preference";
    private static final String REPLACE = ".replace";
    private static final String SERVICE = ".service";

    private static final int DEFAULT_TTL = 300;
    private static final int MAX_SERVICE = 32;

    private final CheckedSettings<String> values;

    StaticCache(CheckedSettings<String> values) {
        this.values = values;
    }

    /** The keys of the records with number {@code n}. */
    static List<String> names(int n) {
        return Stream.of(
                        Stream.of(NAME, IP, TTL).map(name -> A + n + name),
                        Stream.of(NAME, PORT, PRIORITY, WEIGHT, TARGET, TTL)
                                .map(name -> SRV + n + name),
                        Stream.of(NAME, FLAGS, ORDER, PREFERENCE, REPLACE, SERVICE, TTL)
                                .map(name -> NAPTR + n + name))
                .flatMap(each -> each)
                .toList();
    }

    /** Writes records, each type with numbers of its own; those beyond the twelfth are not read. */
    static void write(List<StaticRecord> records, Keys file) {
        int a = 0;
        int srv = 0;
        int naptr = 0;
        for (StaticRecord record : records) {
            if (record instanceof StaticRecord.Address address) {
                String key = A + ++a;
                file.put(key + NAME, address.name())
                        .put(key + IP, address.address())
                        .put(key + TTL, address.ttlSeconds());
            } else if (record instanceof StaticRecord.Srv service) {
                String key = SRV + ++srv;
                file.put(key + NAME, service.name())
                        .put(key + PRIORITY, service.priority())
                        .put(key + WEIGHT, service.weight())
                        .put(key + PORT, service.port())
                        .put(key + TARGET, service.target())
                        .put(key + TTL, service.ttlSeconds());
            } else if (record instanceof StaticRecord.Naptr pointer) {
                String key = NAPTR + ++naptr;
                file.put(key + NAME, pointer.name())
                        .put(key + ORDER, pointer.order())
                        .put(key + PREFERENCE, pointer.preference())
                        .put(key + FLAGS, pointer.flags())
                        .put(key + SERVICE, pointer.service())
                        .put(key + REPLACE, pointer.replacement())
                        .put(key + TTL, pointer.ttlSeconds());
            }
        }
    }

    List<StaticRecord> records() {
        List<StaticRecord> records = new ArrayList<>();
        for (int n = 1; n <= Names.MAX_RECORD; n++) {
            address(A + n).ifPresent(records::add);
        }
        for (int n = 1; n <= Names.MAX_RECORD; n++) {
            srv(SRV + n).ifPresent(records::add);
        }
        for (int n = 1; n <= Names.MAX_RECORD; n++) {
            naptr(NAPTR + n).ifPresent(records::add);
        }
        return records;
    }

    private Optional<StaticRecord> address(String key) {
        if (!isComplete(key, NAME, IP)) {
            return Optional.empty();
        }
        String name = name(key + NAME);
        String ip = values.host(key + IP);
        int ttl = ttl(key);
        if (!ip.isEmpty() && !Host.isAddress(ip)) {
            values.warn(key + IP, "is not an IP address, so that the record is left out", "");
            return Optional.empty();
        }
        return name.isEmpty() || ip.isEmpty()
                ? Optional.empty()
                : Optional.of(new StaticRecord.Address(name, ttl, ip));
    }

    private Optional<StaticRecord> srv(String key) {
        if (!isComplete(key, NAME, TARGET)) {
            return Optional.empty();
        }
        String name = name(key + NAME);
        String target = name(key + TARGET);
        int priority = word(key + PRIORITY);
        int weight = word(key + WEIGHT);
        int port = word(key + PORT);
        int ttl = ttl(key);
        return name.isEmpty() || target.isEmpty()
                ? Optional.empty()
                : Optional.of(new StaticRecord.Srv(name, ttl, priority, weight, port, target));
    }

    private Optional<StaticRecord> naptr(String key) {
        if (!isComplete(key, NAME, REPLACE)) {
            return Optional.empty();
        }
        String name = name(key + NAME);
        String replacement = name(key + REPLACE);
        int order = word(key + ORDER);
        int preference = word(key + PREFERENCE);
        String flags = flags(key + FLAGS);
        String service = service(key + SERVICE);
        int ttl = ttl(key);
        return name.isEmpty() || replacement.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new StaticRecord.Naptr(
                                name, ttl, order, preference, flags, service, replacement));
    }

    /** Whether both are set; one alone is warned of, and none is a place that nobody filled in. */
    private boolean isComplete(String key, String one, String other) {
        boolean first = values.has(key + one);
        boolean second = values.has(key + other);
        if (first != second) {
            String missing = key + (first ? other : one);
            String sentence = "stands without " + missing + ", so that the record is left out";
            values.warn(key + (first ? one : other), sentence, "");
        }
        return first && second;
    }

    /** A name without the dot of the root behind it, which may stand alone. */
    private String name(String key) {
        String name = values.host(key);
        return name.length() > 1 && name.endsWith(".")
                ? name.substring(0, name.length() - 1)
                : name;
    }

    private int word(String key) {
        return values.number(key, 0, 65535, 0);
    }

    private int ttl(String key) {
        return values.number(key + TTL, 30, Integer.MAX_VALUE, DEFAULT_TTL);
    }

    private String flags(String key) {
        String flags = values.text(key);
        if (flags.matches("[SAUPsaup]?")) {
            return flags;
        }
        values.warn(key, "is not S, A, U or P", "");
        return "";
    }

    private String service(String key) {
        String service = values.text(key);
        if (service.length() <= MAX_SERVICE) {
            return service;
        }
        values.warn(key, "is longer than " + MAX_SERVICE + " characters", "");
        return "";
    }
}
